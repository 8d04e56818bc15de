"""riskplan measured beside the plain NumPy script that an analyst would write, and its peers."""
