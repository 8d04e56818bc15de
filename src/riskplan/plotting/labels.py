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
    and_more, most_critical, rolled_up, shaded_phases, singled_out, on_all_paths : str
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
    effect_on_cost_level: str = "Effect on the P{at} of the cost"
    effect_on_finish_level: str = "Effect on the P{at} of the finish"
    over_the_base: str = "P{at} over the base"
    adds: str = "Adds"
    saves: str = "Saves"
    others: str = "{count} others"
    no_group: str = "none"
    several_phases: str = "several phases"
    and_more: str = "and {count} more with smaller effects"
    no_effect: str = "No risk has an effect"

    contingency_cost: str = "Contingency over the base"
    contingency_days: str = "Time contingency over the base"
    reserve: str = "Plan's reserve"
    margin: str = "Days up to the deadline"
    step_cost: str = "Each extra 5 % of confidence"
    spent_to_date: str = "Spent to date"
    spent_in_month: str = "Spent in a month"
    levels_band: str = "P{low} to P{high}"
    funding: str = "Funding"
    cap: str = "Cap"
    npv: str = "Net present value"
    break_even: str = "Break-even"
    drawdown: str = "Contingency still needed"
    held_after: str = "Held when a phase is done"

    net_benefit: str = "Net benefit given the others"
    net_benefit_alone: str = "Net benefit by itself"
    no_benefit: str = "No response changes the cost"
    worth_it: str = "Saves more than it costs"
    not_worth_it: str = "Costs more than it saves"
    spent_on_responses: str = "Spent on responses"
    best_for_the_money: str = "Best for the money"
    in_force: str = "In force"
    promise_kept: str = "Probability of meeting budget and date"
    mean_cost: str = "Mean total cost"
    level_cost: str = "P{at} of the total cost"
    worst_cost: str = "Mean total cost beyond P{at}"

    finish_range: str = "P{low} to P{high} of the finish"
    milestone: str = "Milestone"
    phase: str = "Phase"
    critical: str = "Share of iterations in\nwhich it is critical"
    below: str = "below {share}"
    most_critical: str = "The {shown} most critical of {count} activities"
    rolled_up: str = "{count} activities, rolled up to their phases"
    shaded_phases: str = "; each phase has the shade of its most critical activity"
    singled_out: str = "singled out: the {shown} that move the finish most"

    change: str = "{change} at P{at}"
    not_paired: str = "not the same futures"
    calendar_days: str = "calendar days"

    both_kept: str = "both kept\n{share}"
    only_cost_kept: str = "only the cost\n{share}"
    only_finish_kept: str = "only the finish\n{share}"
    neither_kept: str = "neither\n{share}"
    frontier: str = "{at} % sure together"
    each_level: str = "P{at} of each: {share} together"

    by_the_matrix: str = "By the matrix"
    by_its_effect: str = "By the effect"
    score: str = "score {score}"
    misplaced: str = "Ranked wrongly by the matrix"
    placed_well: str = "In doubt, or ranked right"
    larger_effects: str = "the {shown} largest effects of {count}"

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
    effect_on_cost_level="对成本 P{at} 的影响",
    effect_on_finish_level="对完工时间 P{at} 的影响",
    over_the_base="P{at} 超出基准",
    adds="增加",
    saves="减少",
    others="其他 {count} 项",
    no_group="未归类",
    several_phases="跨阶段",
    and_more="另有 {count} 项影响较小",
    no_effect="没有风险产生影响",
    contingency_cost="基准之上的应急储备",
    contingency_days="基准之上的时间储备",
    reserve="计划储备",
    margin="距截止日期的天数",
    step_cost="置信度每提高 5 % 所需",
    spent_to_date="累计支出",
    spent_in_month="当月支出",
    levels_band="P{low} 至 P{high}",
    funding="可用资金",
    cap="上限",
    npv="净现值",
    break_even="盈亏平衡",
    drawdown="仍需保留的应急储备",
    held_after="阶段完成时应保留",
    net_benefit="净收益（其他应对照常）",
    net_benefit_alone="净收益（单独实施）",
    no_benefit="没有应对措施改变成本",
    worth_it="节省多于花费",
    not_worth_it="花费多于节省",
    spent_on_responses="应对措施支出",
    best_for_the_money="同等花费下最优",
    in_force="现行方案",
    promise_kept="同时满足预算和工期的概率",
    mean_cost="平均总成本",
    level_cost="总成本 P{at}",
    worst_cost="超过 P{at} 时的平均总成本",
    finish_range="完工时间 P{low} 至 P{high}",
    milestone="里程碑",
    phase="阶段",
    critical="处于关键路径的\n模拟次数占比",
    below="低于 {share}",
    most_critical="{count} 项活动中最关键的 {shown} 项",
    rolled_up="{count} 项活动，按阶段汇总",
    shaded_phases="；阶段颜色取其中最关键活动的颜色",
    singled_out="另列出对完工影响最大的 {shown} 项",
    change="P{at} {change}",
    not_paired="随机情景不同",
    calendar_days="天",
    both_kept="两者都守住\n{share}",
    only_cost_kept="只守住成本\n{share}",
    only_finish_kept="只守住工期\n{share}",
    neither_kept="都未守住\n{share}",
    frontier="联合置信度 {at} %",
    each_level="各取 P{at}：联合 {share}",
    by_the_matrix="按矩阵",
    by_its_effect="按影响",
    score="评分 {score}",
    misplaced="矩阵排序有误",
    placed_well="排序正确或无法判定",
    larger_effects="{count} 项中影响最大的 {shown} 项",
    path_share="成为关键路径的模拟次数占比",
    other_paths="其他 {count} 条路径",
    on_all_paths="未列出：{count} 项在所有路径上的活动",
)
"""Chinese words."""
