"""The tests of riskplan, one folder for each room."""
