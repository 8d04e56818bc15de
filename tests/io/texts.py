"""Pieces of plan files that the tests put together."""

HEAD = 'schema = 1\nname = "Plan"\n'
COST = 'costs = [{ id = "dam", name = "Dam", amount = 5 }]\n'

RISK = f'{COST}[[risks]]\nid = "late"\nname = "Late"\n'
RISK_SURE = f"{RISK}probability = 0.5\n"

ACTIVITY = '[[activities]]\nid = "dig"\nname = "Dig"\n'
ACTIVITY_SURE = f"{ACTIVITY}duration = 1\n"
