"""The lowest dependencies are read from pyproject.toml, so they are written once."""

from __future__ import annotations

import pytest

from tools import lowest


def test_a_lower_bound_becomes_a_pin():
    assert ["numpy==2.0", "tomli-w==1.0"] == lowest.constraints(["numpy>=2.0", "tomli-w>=1.0"])


def test_the_project_pins_each_of_its_dependencies(capsys):
    lowest.main()
    assert "numpy==" in capsys.readouterr().out


@pytest.mark.parametrize("requirement", ["numpy", "numpy>=2,<3", "numpy==2.0", "numpy~=2.0"])
def test_a_dependency_that_is_not_one_lower_bound_is_refused(requirement):
    with pytest.raises(ValueError, match="must read name>=version"):
        lowest.constraints([requirement])
