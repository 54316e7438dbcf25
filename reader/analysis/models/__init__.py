"""All that may load Stanza or PyTorch: the pipeline and the models it runs."""
