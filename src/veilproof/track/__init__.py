"""Tracking: motion estimation, linking detections to tracks, confirming tracks."""
