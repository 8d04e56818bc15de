"""Mistakes that a file may hold, and what is said about each: a text, and its messages."""

from tests.io.texts import ACTIVITY, ACTIVITY_SURE, COST, RISK, RISK_SURE

UNKNOWN_KEYS = [
    (f"{COST}budgt = 5", 'the plan: unknown key "budgt"; did you mean "budget"?'),
    (
        f"{COST}phase = 5\nforecast = 1",
        'the plan: unknown key "phase"; did you mean "phases"?',
        (
            'the plan: unknown key "forecast"; its keys are schema, $schema, name, start, '
            "currency, budget, deadline, reserve, calendar, calendars, phases, costs, activities, "
            "risks, policies, premium_cap, correlations, scenarios, matrix, constraint_policy, "
            "data_date, benefits, discount_rate, roi_floor, escalation, funding, monthly_cap, "
            "description"
        ),
    ),
    (
        f"{RISK}probabilty = 0.5",
        'risks[0] "late": unknown key "probabilty"; did you mean "probability"?',
    ),
    (
        f"{ACTIVITY}milestone = true\nduration = 5",
        (
            'activities[0] "dig": unknown key "duration"; its keys are milestone, id, name, after, '
            "phase, calendar, constraints, deadline, actual_finish, note"
        ),
    ),
    (
        f"{ACTIVITY}milestne = true",
        'activities[0] "dig": unknown key "milestne"; did you mean "milestone"?',
    ),
    (f"{COST}reserve = {{ shre = 0.1 }}", 'reserve: unknown key "shre"; did you mean "share"?'),
    (f"{COST}[calendar]\nhour = 7", 'calendar: unknown key "hour"; did you mean "hours"?'),
    (
        f"{COST}[matrix.cost]\nlevls = []\ncuts = []",
        'matrix.cost: unknown key "levls"; did you mean "levels"?',
    ),
    (
        f'{RISK_SURE}[[policies]]\nid = "fire"\nname = "Fire"\ncovers = []\npremium = 1\nexces = 5',
        (
            'policies[0] "fire": unknown key "exces"; its keys are id, name, covers, premium, '
            "deductible, share, limit, aggregate_limit, adopted, phase, note"
        ),
        'policies[0] "fire": covers no risk; say which: covers = ["…"]',
    ),
    (f"{RISK}cuont = 2", 'risks[0] "late": unknown key "cuont"; did you mean "count"?'),
    (
        f"{RISK_SURE}impacts = [{{ delay = 1, onn = 'dig' }}]",
        'risks[0] "late", impacts[0]: unknown key "onn"; did you mean "on"?',
    ),
]

MISSING_KEYS = [
    ('[[costs]]\nid = "dam"', 'costs[0] "dam": missing key "name"; write name = …'),
    ('[[costs]]\nname = "Dam"', 'costs[0]: missing key "id"; write id = …'),
    (
        ACTIVITY,
        (
            'activities[0] "dig": missing key "duration"; write for example duration = '
            '"pert(2, 4, 9)", or milestone = true'
        ),
    ),
    (
        RISK,
        (
            'risks[0] "late": missing key "probability"; write for example probability = "20%", '
            'or count = "poisson(2.5)"'
        ),
    ),
    (
        f'{RISK_SURE}responses = [{{ id = "a", name = "A" }}]',
        (
            'risks[0] "late", responses[0] "a": missing key "strategy"; write for example '
            'strategy = "avoid"'
        ),
    ),
    (
        f'{RISK_SURE}[[policies]]\nid = "fire"\nname = "Fire"\ncovers = "late"',
        'policies[0] "fire": missing key "premium"; write for example premium = "pert(2, 4, 9)"',
    ),
    (
        f"{RISK_SURE}impacts = [{{ delay = 1 }}, {{ amount = 1 }}, {{ dely = 1 }}]",
        'risks[0] "late", impacts[0]: missing key "on"; write on = …',
        'risks[0] "late", impacts[1]: says none of cost, share, delay, factor; write one of them',
        (
            'risks[0] "late", impacts[2]: says none of cost, share, delay, factor; '
            'did you mean "delay"?'
        ),
    ),
]

WRONG_TYPES = [
    (f'{COST}budget = "5"', "budget: must be a finite number (got '5'); write it without quotes"),
    (f"{COST}budget = true", "budget: must be a finite number (got True); write a number"),
    (f"{COST}currency = 5", "currency: must be text (got 5); put it in quotes"),
    (f"{COST}calendar = 5", "calendar: must be a table (got 5); write { key = value, … }"),
    ("costs = 5", "costs: must be a list (got 5); write [ … ]"),
    (
        '[costs]\nid = "dam"',
        (
            "costs: must be a list (got {'id': 'dam'}); write [[ … ]] around its name in TOML, or "
            "[ … ] around its entries"
        ),
    ),
    (
        "costs = [5, 'dam']",
        "costs[0]: must be a table (got 5); write { key = value, … }",
        "costs[1]: must be a table (got 'dam'); write { key = value, … }",
    ),
    (
        "[[costs]]\nid = 5\nname = 5",
        "costs[0]: id must be text (got 5); put it in quotes",
        "costs[0]: name must be text (got 5); put it in quotes",
    ),
    (
        '[[costs]]\nid = "the dam"\nname = "Dam"',
        "costs[0]: id must be text without spaces (got 'the dam'); write for example site-prep",
    ),
    (
        f'{ACTIVITY_SURE}after = ["dig SS+", 5]',
        (
            "activities[0] \"dig\": after[0]: a link cannot be read (got 'dig SS+'); "
            'write "A40", "A40 SS+5d" or "A40 FF-2w on 24h"'
        ),
        'activities[0] "dig": after[1] must be text (got 5); put it in quotes',
    ),
    (
        f"{ACTIVITY_SURE}after = {{ id = 'dig' }}",
        "activities[0] \"dig\": after must be a list (got {'id': 'dig'}); write [ … ]",
    ),
    (
        f"{ACTIVITY}milestone = 1\nntoe = 'x'",
        'activities[0] "dig": milestone must be true or false (got 1); write true or false',
        'activities[0] "dig": unknown key "ntoe"; did you mean "note"?',
    ),
    (
        f"{RISK_SURE}impacts = {{ cost = 5 }}",
        (
            "risks[0] \"late\": impacts must be a list (got {'cost': 5}); write [[ … ]] around its "
            "name in TOML, or [ … ] around its entries"
        ),
    ),
    (
        f'{RISK_SURE}impacts = ["cost", {{ cost = 1, delay = 1, on = "x" }}]',
        "risks[0] \"late\", impacts[0]: must be a table (got 'cost'); write { key = value, … }",
        'risks[0] "late", impacts[1]: says both cost and delay; write one impact for each of them',
    ),
    (
        f"{RISK}count = [1, 2]",
        (
            'risks[0] "late": count: a distribution must be a distribution, a number or a text '
            "(got [1, 2]); give for example Pert(2, 4, 9)"
        ),
    ),
    (
        f"{RISK}probability = 20\ncount = true",
        (
            'risks[0] "late": count: a distribution must be a distribution, a number or a text '
            "(got True); give for example Pert(2, 4, 9)"
        ),
        'risks[0] "late": probability must be between 0 and 1 (got 20); did you mean 0.20?',
    ),
    (
        f"{RISK}probability = [1]\ncount = 2.5",
        (
            'risks[0] "late": probability: a distribution must be a distribution, a number or a '
            "text (got [1]); give for example Pert(2, 4, 9)"
        ),
        (
            'risks[0] "late": count must hold whole numbers from 0 upwards only (got '
            "constant(2.5)); for as many on average write poisson(2.5)"
        ),
    ),
    (
        f'{COST}reserve = "15 %"',
        (
            "reserve: must be a number or a table (got '15 %'); write 0.15, 500_000 or "
            '{ share = 0.15, of = "total" }'
        ),
    ),
    (
        (
            f"{RISK_SURE}impacts = [{{ cost = 1 }}]\n"
            '[[policies]]\nid = "fire"\nname = "Fire"\ncovers = 5\npremium = 9\n'
            '[[policies]]\nid = "gale"\nname = "Gale"\ncovers = "late"\npremium = 0\n'
            'limit = "5"\nadopted = "no"'
        ),
        'policies[0] "fire": covers must be a list (got 5); write [ … ]',
        "policies[1] \"gale\": limit must be a finite number (got '5'); write it without quotes",
        "policies[1] \"gale\": adopted must be true or false (got 'no'); write true or false",
    ),
    (
        f'{COST}correlations = [{{ ids = "dam", coefficient = [[1, "x"], 5] }}]',
        "correlations[0]: ids must be a list (got 'dam'); write [ … ]",
        (
            "correlations[0]: coefficient[0][1] must be a finite number (got 'x'); "
            "write it without quotes"
        ),
        "correlations[0]: coefficient[1] must be a list (got 5); write [ … ]",
    ),
    (
        (
            f'{COST}[matrix]\nscores = [[1, "x"], 3]\nbands = [{{ name = "low" }}]\n'
            'cost = { levels = "low", cuts = [0.1] }'
        ),
        "matrix.cost: levels must be a list (got 'low'); write [ … ]",
        "matrix: scores[0][1] must be a finite number (got 'x'); write it without quotes",
        "matrix: scores[1] must be a list (got 3); write [ … ]",
        'matrix.bands[0]: missing key "lowest"; write lowest = …',
    ),
]

WRONG_WORDS = [
    (
        f'{ACTIVITY_SURE}unit = "day"',
        (
            'activities[0] "dig": unit must be one of "h", "d", "w", "mo" (got \'day\'); '
            'did you mean "days"?'
        ),
    ),
    (
        f'{RISK_SURE}kind = "thret"\nstatus = 5',
        (
            'risks[0] "late": kind must be one of "threat", "opportunity" (got \'thret\'); '
            'did you mean "threat"?'
        ),
        (
            'risks[0] "late": status must be one of "open", "occurred", "closed" (got 5); '
            "choose one of these"
        ),
    ),
    (
        f'{COST}[calendar]\nwork_week = ["mon", "tues"]',
        (
            'calendar: work_week[1] must be one of "mon", "tue", "wed", "thu", "fri", "sat", "sun" '
            "(got 'tues'); did you mean \"tue\"?"
        ),
    ),
]

WRONG_NUMBERS = [
    (f"{COST}budget = nan", "budget: must be a finite number (got nan); write a number"),
    (f"{COST}budget = -inf", "budget: must be a finite number (got -inf); write a number"),
    (f"{COST}reserve = nan", "reserve: must be a finite number (got nan); write a number"),
    (
        (
            f"{RISK_SURE}impacts = [{{ cost = 1 }}]\n[[policies]]\nid = 'fire'\nname = 'Fire'\n"
            "covers = 'lat'\npremium = 1\nshare = 30"
        ),
        'policies[0] "fire": covers risk "lat", which does not exist; did you mean "late"?',
        'policies[0] "fire": share must be between 0 and 1 (got 30); did you mean 0.3?',
    ),
    (
        f"budget = 100\npremium_cap = 8\n{COST}",
        "premium_cap: must be between 0 and 1 (got 8); did you mean 0.08?",
    ),
    (
        f"{ACTIVITY}duration = nan",
        (
            'activities[0] "dig": duration: constant: value must be a finite number (got nan); '
            "give a number such as 5 or 0.25"
        ),
    ),
    (
        f"{ACTIVITY}duration = -5",
        (
            'activities[0] "dig": duration must not be negative (got constant(-5), which goes down '
            "to -5); check the signs; something that is saved is a risk of kind opportunity"
        ),
    ),
    (
        f"{RISK}probability = 20",
        'risks[0] "late": probability must be between 0 and 1 (got 20); did you mean 0.20?',
    ),
    (
        f"{RISK}probability = nan",
        (
            'risks[0] "late": probability must be between 0 and 1 (got nan); a probability is a '
            "number such as 0.2"
        ),
    ),
    (
        f"{COST}[matrix.cost]\nlevels = ['a', 'b', 'c']\ncuts = [0.1, inf]",
        "matrix.cost: cuts[1] must be a finite number (got inf); write a number",
    ),
    (
        f"{ACTIVITY}duration = 'prt(1, 2, 3)'",
        (
            'activities[0] "dig": duration: cannot read "prt(1, 2, 3)" at character 1: unknown '
            'distribution "prt"; did you mean "pert"?'
        ),
    ),
    (
        f"{ACTIVITY}duration = 'pert(3, 2, 4)'",
        (
            'activities[0] "dig": duration: pert: min must not exceed mode (got min 3, mode 2); '
            "order the 3 values as min, mode, max"
        ),
    ),
]

DRY = f'{COST}[[scenarios]]\nid = "dry"\nname = "Dry"\n'
RESPONSE = f'{RISK_SURE}responses = [{{ id = "a", name = "A", strategy = "mitigate", '

WRONG_SCENARIOS = [
    (
        f'{DRY}adption = "all"\nadopt = 5',
        'scenarios[0] "dry": adopt must be a list (got 5); write [ … ]',
        'scenarios[0] "dry": unknown key "adption"; did you mean "adoption"?',
    ),
    (
        f'{DRY}adoption = "some"\ncost_factor = "1.2"',
        (
            'scenarios[0] "dry": adoption must be one of "none", "adopted", "all" (got \'some\'); '
            "choose one of these"
        ),
        (
            "scenarios[0] \"dry\": cost_factor must be a finite number (got '1.2'); write it "
            "without quotes"
        ),
    ),
    (
        f"{DRY}probabilities = 0.5\nestimates = [5]",
        ('scenarios[0] "dry": probabilities must be a table (got 0.5); write { key = value, … }'),
        'scenarios[0] "dry": estimates must be a table (got [5]); write { key = value, … }',
    ),
    (
        f'{DRY}estimates = {{ dam = "prt(1, 2, 3)" }}\nstart = 2026-02-30',
        (
            'scenarios[0] "dry": estimates: dam: cannot read "prt(1, 2, 3)" at character 1: '
            'unknown distribution "prt"; did you mean "pert"?'
        ),
        (
            "scenarios[0] \"dry\": start must be a date that exists (got '2026-02-30'); write it "
            "as YYYY-MM-DD"
        ),
    ),
    (
        f'{RESPONSE}impact = "-x%", share = true }}]',
        (
            'risks[0] "late", responses[0] "a": impact: a change in percent cannot be read '
            '(got \'-x%\'); write "-55%" for less by 55 %, or "+30%" for more'
        ),
        (
            'risks[0] "late", responses[0] "a": share must be a finite number (got True); write a '
            "number"
        ),
    ),
]

WRONG_DATES = [
    *(
        (
            f"{COST}start = {date}",
            f"start: must be a date that exists (got '{date}'); write it as YYYY-MM-DD",
        )
        for date in ["2026-02-30", "2026-13-01", "2026/01/05", "5.1.2026", "2026-02-30 08:00:00"]
    ),
    (
        f'{COST}start = "5 January"',
        "start: must be a date that exists (got '5 January'); write it as YYYY-MM-DD",
    ),
    (
        f"{COST}start = 2026-01-05T08:00:00",
        (
            "start: must be a date without a time of day (got 2026-01-05T08:00:00); "
            "write it as YYYY-MM-DD"
        ),
    ),
    (
        f"{COST}deadline = 2026-02-30\n[calendar]\nholidays = [2026-02-28, 2026-02-29, 5]",
        "deadline: must be a date that exists (got '2026-02-30'); write it as YYYY-MM-DD",
        (
            "calendar: holidays[1] must be a date that exists (got '2026-02-29'); "
            "write it as YYYY-MM-DD"
        ),
        "calendar: holidays[2] must be a date that exists (got 5); write it as YYYY-MM-DD",
    ),
]

MISTAKES = [
    *UNKNOWN_KEYS,
    *MISSING_KEYS,
    *WRONG_TYPES,
    *WRONG_WORDS,
    *WRONG_NUMBERS,
    *WRONG_DATES,
    *WRONG_SCENARIOS,
]
