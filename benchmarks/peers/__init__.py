"""The peers: one small script each, as their own documents show, in environments of their own."""
