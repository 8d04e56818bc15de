"""Every word on a picture, in English and in Chinese; a caller may pass words of its own."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["CHINESE", "ENGLISH", "Labels"]


@frozen(kw_only=True)
class Labels:
    """The words of the pictures; English unless given.

    Parameters
    ----------
    units : tuple of (float, str)
        Multiples of money and how they are written, largest first.
    names : mapping of str to str
        Translations of names that riskplan itself supplies, such as those of the default levels.
    and_more, most_critical, rolled_up, singled_out, on_all_paths : str
        Templates of the notes that say what a picture leaves out.

    Examples
    --------
    >>> Labels(base="Estimate").base, ENGLISH.named("very low"), CHINESE.named("very low")
    ('Estimate', 'very low', '很低')
    """

    units: tuple[tuple[float, str], ...] = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
    names: Mapping[str, str] = field(factory=dict)

    cost: str = "Total cost"
    finish: str = "Finish"
    duration: str = "Duration"
    days: str = "working days"
    working_day: str = "Working day"
    probability_kept: str = "Probability of not exceeding"
    share_of_iterations: str = "Share of iterations"
    base: str = "Base"
    budget: str = "Budget"
    deadline: str = "Deadline"

    iterations: str = "Iterations"
    interval: str = "95 % interval"

    up_to: str = "up to P{at}"
    beyond: str = "beyond P{at}"

    probability: str = "Probability"
    impact: str = "Impact"
    threat: str = "Threat"
    opportunity: str = "Opportunity"
    before: str = "Before responses"
    share_cut: str = "{range} of base"
    cost_cut: str = "cost {range}"
    delay_cut: str = "delay {range} d"
    nothing_to_place: str = "No open risk to place"

    effect_on_cost: str = "Effect on the mean cost"
    effect_on_finish: str = "Effect on the mean finish"
    raises_cost: str = "Raises the cost"
    lowers_cost: str = "Lowers the cost"
    delays_finish: str = "Delays the finish"
    hastens_finish: str = "Brings the finish forward"
    and_more: str = "and {count} more with smaller effects"
    no_effect: str = "No risk has an effect"

    contingency_cost: str = "Contingency over the base"
    contingency_days: str = "Time contingency over the base"
    reserve: str = "Plan's reserve"
    margin: str = "Days up to the deadline"

    finish_range: str = "P{low} to P{high} of the finish"
    milestone: str = "Milestone"
    phase: str = "Phase"
    critical: str = "Share of iterations in\nwhich it is critical"
    below: str = "below {share}"
    most_critical: str = "The {shown} most critical of {count} activities"
    rolled_up: str = "{count} activities, rolled up to their phases"
    singled_out: str = "; singled out: the {shown} that move the finish most"

    path_share: str = "Share of iterations in which it is the critical path"
    other_paths: str = "{count} other paths"
    on_all_paths: str = "left out: {count} activities that are on all of them"

    def named(self, name: str) -> str:
        """Return a name in the language of the labels, where it is one that riskplan supplies."""
        return self.names.get(name, name)


ENGLISH = Labels()
"""English words."""

CHINESE = Labels(
    units=((1e8, "亿"), (1e4, "万")),
    names={
        "very low": "很低",
        "low": "低",
        "medium": "中",
        "high": "高",
        "very high": "很高",
    },
    cost="总成本",
    finish="完工日期",
    duration="工期",
    days="工作日",
    working_day="第几个工作日",
    probability_kept="不超过的概率",
    share_of_iterations="占模拟次数的比例",
    base="基准",
    budget="预算",
    deadline="截止日期",
    iterations="模拟次数",
    interval="95 % 区间",
    up_to="P{at} 以内",
    beyond="超过 P{at}",
    probability="概率",
    impact="影响",
    threat="威胁",
    opportunity="机会",
    before="应对前",
    share_cut="基准的 {range}",
    cost_cut="成本 {range}",
    delay_cut="延期 {range} 天",
    nothing_to_place="没有可标注的未关闭风险",
    effect_on_cost="对平均成本的影响",
    effect_on_finish="对平均完工时间的影响",
    raises_cost="增加成本",
    lowers_cost="降低成本",
    delays_finish="推迟完工",
    hastens_finish="提前完工",
    and_more="另有 {count} 项影响较小",
    no_effect="没有风险产生影响",
    contingency_cost="基准之上的应急储备",
    contingency_days="基准之上的时间储备",
    reserve="计划储备",
    margin="距截止日期的天数",
    finish_range="完工时间 P{low} 至 P{high}",
    milestone="里程碑",
    phase="阶段",
    critical="处于关键路径的\n模拟次数占比",
    below="低于 {share}",
    most_critical="{count} 项活动中最关键的 {shown} 项",
    rolled_up="{count} 项活动，按阶段汇总",
    singled_out="；另列出对完工影响最大的 {shown} 项",
    path_share="成为关键路径的模拟次数占比",
    other_paths="其他 {count} 条路径",
    on_all_paths="未列出：{count} 项在所有路径上的活动",
)
"""Chinese words."""
