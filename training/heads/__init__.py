"""Train the head branch (`veilproof.detect.heads`): a second answer on the frozen features of CenterFace."""
