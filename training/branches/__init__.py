"""What the recipes of the branches on the frozen features of CenterFace share."""
