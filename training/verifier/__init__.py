"""Train the verifier (`veilproof.detect.verify`): places, crops, network, training, export, and how good it is."""
