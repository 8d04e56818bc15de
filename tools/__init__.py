"""Small scripts that keep the project; no part of the library."""
