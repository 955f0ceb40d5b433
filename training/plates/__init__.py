"""Train the plate branch (`veilproof.detect.branches`): another answer on the frozen features of CenterFace."""
