"""The command `riskplan`, for ``python -m riskplan``."""

from riskplan.cli import main

raise SystemExit(main())
