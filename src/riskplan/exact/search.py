"""The search for the window, on coarse grids that grow finer as it grows narrower."""

from __future__ import annotations

from attrs import evolve

from riskplan.exact.curve import Curve
from riskplan.exact.layout import MARGIN, Layout
from riskplan.exact.readings import RangeReading
from riskplan.exact.terms import read
from riskplan.exact.window import CLIPPED, Window

__all__ = ["window_of"]

_SIZE = 2**12
_SETTLED = 0.6
_CORES = (0.01, 0.001, 1e-4, 1e-6)


def window_of(layout: Layout) -> Window:
    """Return a window that leaves out as little as a grid over it can be fine enough for.

    At first it is as wide as all the laws together.
    """
    ends = read(layout.term, RangeReading(CLIPPED / layout.count))
    window, curve = _narrowed(layout, Window(ends.low, ends.high))
    while window.is_heavy and not (layout.is_stepped and layout.fits(window)):
        relaxed = window.relaxed()
        if relaxed is None:
            return _narrowed(layout, window)[0]
        window = _cut(relaxed, curve)
        if not window.is_heavy:
            window, curve = _narrowed(layout, window)
    return window


def _narrowed(layout: Layout, window: Window) -> tuple[Window, Curve]:
    """Return the window outside of which its tails are left, from one grid to the next."""
    while True:
        step = window.width / (_SIZE - 2 * MARGIN)
        curve = layout.curve(window, step, _SIZE, is_rough=True)
        narrower = _cut(window, curve)
        if narrower.width > _SETTLED * window.width:
            return narrower, curve
        if narrower.core == 0.0:  # hardly anything but one value: nothing to look at closer
            return window, curve
        window = narrower


def _cut(window: Window, curve: Curve) -> Window:
    """Return a window cut to what a rough curve leaves outside.

    What is tilted is cut on the side of the long tail only.
    """
    room = MARGIN * curve.step
    low = max(window.low, curve.quantile(window.below) - room)
    high = min(window.high, curve.quantile(1.0 - window.above) + room)
    cores = (curve.quantile(1.0 - core) - curve.quantile(core) for core in _CORES)
    return evolve(
        window,
        low=window.low if window.tilt > 0.0 else low,
        middle=curve.quantile(0.5),
        high=window.high if window.tilt < 0.0 else high,
        core=next((core for core in cores if core > 0.0), 0.0),
    )
