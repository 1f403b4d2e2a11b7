"""Keeping pages on the reader's phone, only when she asks for it: which pages, how large, and the small scripts."""
