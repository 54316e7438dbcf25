"""The desk without a screen: corrections applied to findings, queue, claims, verdicts."""
