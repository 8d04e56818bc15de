"""Every sentence of a report, in English and in Chinese, with places for the figures."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from riskplan.reporting.language import Phrase

SUBTITLE = Phrase(
    "Scenario {scenario} · {iterations} simulated futures · seed {seed} · riskplan {version}",
    "情景：{scenario} · 模拟 {iterations} 次 · 随机种子 {seed} · riskplan {version}",
)

# The answer
NEITHER_MONEY_NOR_TIME = Phrase(
    "The plan says nothing of money or time, so there is only its risk register to report.",
    "计划未涉及成本或时间，因此仅报告风险登记册。",
)
HOLD = Phrase(
    "To be {at} % sure of the cost, hold {amount} over the base estimate of {base}: {share} of it.",
    "要有 {at} % 的把握不超支，应在基准估算 {base} 之上预留 {amount}，即基准的 {share}。",
)
HOLD_WITHOUT_SHARE = Phrase(
    "To be {at} % sure of the cost, hold {amount} over the base estimate of {base}.",
    "要有 {at} % 的把握不超支，应在基准估算 {base} 之上预留 {amount}。",
)
BASE_SUFFICES = Phrase(
    "The base estimate of {base} is enough to be {at} % sure of the cost; it leaves {amount} over.",
    "基准估算 {base} 已足以达到 {at} % 的把握，尚余 {amount}。",
)
BASE_IS_CERTAIN = Phrase(
    "The base estimate of {base} is just enough to be {at} % sure of the cost.",
    "基准估算 {base} 恰好达到 {at} % 的把握。",
)
RESERVE_BUYS = Phrase(
    "The plan's reserve of {reserve} buys a confidence of {confidence}",
    "计划储备 {reserve} 对应的置信水平为 {confidence}",
)
RESERVE_SHORT = Phrase("; P{at} needs {gap} more.", "；达到 P{at} 还差 {gap}。")
RESERVE_AMPLE = Phrase("; that is {gap} more than P{at} needs.", "；比 P{at} 所需多 {gap}。")
RESERVE_FITS = Phrase("; that is what P{at} needs.", "；与 P{at} 所需相当。")
BASE_COST_KEPT = Phrase(
    "The base estimate itself is kept with a probability of {probability}.",
    "不超过基准估算的概率为 {probability}。",
)
BUDGET_EXCEEDED = Phrase(
    "The budget of {budget} is exceeded with a probability of {probability}.",
    "超出预算 {budget} 的概率为 {probability}。",
)
FINISH_MET = Phrase(
    "The base finish, {base}, is met with a probability of {probability}",
    "按基准日期 {base} 完工的概率为 {probability}",
)
FINISH_LATER = Phrase(
    "; to be {at} % sure, plan for {finish}, {days} later.",
    "；要有 {at} % 的把握，应按 {finish} 安排，比基准晚 {days}。",
)
FINISH_NO_LATER = Phrase(
    "; to be {at} % sure, plan for {finish}.",
    "；要有 {at} % 的把握，应按 {finish} 安排。",
)
DEADLINE_MISSED = Phrase(
    "The deadline, {deadline}, is missed with a probability of {probability}.",
    "错过截止日期 {deadline} 的概率为 {probability}。",
)
LARGEST_IN_BOTH = Phrase(
    "“{name}” moves both most: the mean cost by {amount}, the mean finish by {days}.",
    "对平均成本与平均完工时间影响最大的风险都是“{name}”：{amount}，{days}。",
)
LARGEST_IN_MONEY = Phrase(
    "“{name}” moves the mean cost most: by {amount}.",
    "对平均成本影响最大的风险是“{name}”：{amount}。",
)
LARGEST_IN_DAYS = Phrase(
    "“{name}” moves the mean finish most: by {days}.",
    "对平均完工时间影响最大的风险是“{name}”：{days}。",
)

FEW_ITERATIONS = Phrase(
    "{iterations} iterations are too few for the outer percentiles and their intervals: read every"
    " figure below as a rough indication, and repeat the run with 10,000 or more.",
    "仅 {iterations} 次模拟不足以支持两端分位数及其区间："
    "以下数字仅供粗略参考，请以 10,000 次或更多模拟重新计算。",
)

# Remarks beside tables and pictures
RESERVE_REMARK = Phrase(
    "A positive gap is money that the plan's reserve of {reserve} lacks for that confidence; a"
    " negative one is money to spare. A step is what a row needs beyond the row above it.",
    "差额为正，表示计划储备 {reserve} 相对该置信水平的缺口；为负，表示结余。"
    "“每提高 5 %”指本行比上一行多需的金额。",
)
MARGIN_REMARK = Phrase(
    "The deadline lies {days} after the base finish. A positive gap is time that is lacking.",
    "截止日期晚于基准完工 {days}。差距为正，表示时间不足。",
)
NO_MARGIN_REMARK = Phrase(
    "The deadline is the base finish itself: the plan keeps no time in reserve. A positive gap is"
    " time that is lacking.",
    "截止日期就是基准完工日期，计划未留时间储备。差距为正，表示时间不足。",
)
MARGIN_BEFORE_REMARK = Phrase(
    "The deadline lies {days} before the base finish. A positive gap is time that is lacking.",
    "截止日期早于基准完工 {days}。差距为正，表示时间不足。",
)
MATRIX_REMARK = Phrase(
    "The numbers are those of the table below. The impact is the mean one: the cost when the risk"
    " occurs, or the delay of the finish, whichever level is higher.",
    "编号与下表一致。影响取均值：风险发生时的成本或对完工的延期，取较高等级。",
)
RISK_REMARK = Phrase(
    "Expected cost is exact: probability times mean impact. Simulated cost is the same figure from"
    " the run, as a check. The effects say by how much the mean cost and the mean finish would be"
    " lower without the risk, delays paid at day rates included.",
    "期望成本为精确值：概率乘以平均影响；模拟成本为模拟所得的同一数字，用于核对。影响表示若无该风险，平均成本与平均完工将减少多少，含按日费率计的延期成本。",
)
COUNT_REMARK = Phrase(
    "A risk that can strike several times has impacts of its own for each strike. Its probability"
    " is that of striking at all, its expected cost the mean number of strikes times the mean"
    " impact of one, and its place on the matrix that of all its strikes together.",
    "可多次发生的风险，每次发生各有其影响：其概率为至少发生一次的概率，期望成本为平均发生次数乘以"
    "单次平均影响，在矩阵中的位置按各次影响合计确定。",
)
EXACT_AGREES = Phrase(
    "No cost in this plan runs with its schedule, so the total can also be computed exactly,"
    " without chance. The simulation agrees with it: the figures compared are at most {off}"
    " standard errors apart, where chance explains up to {threshold}.",
    "本计划的成本不随进度变化，因此总成本也可不经模拟而精确计算。模拟与之相符："
    "所比较的数字相差至多 {off} 个标准误差，{threshold} 个以内可由随机性解释。",
)
EXACT_DISAGREES = Phrase(
    "No cost in this plan runs with its schedule, so the total can also be computed exactly,"
    " without chance. The simulation does not agree with it: the figures compared are up to {off}"
    " standard errors apart, where chance explains up to {threshold}. Rely on the exact figures,"
    " and repeat the run with another seed.",
    "本计划的成本不随进度变化，因此总成本也可不经模拟而精确计算。模拟与之不符："
    "所比较的数字相差达 {off} 个标准误差，而随机性只能解释 {threshold} 个。"
    "请以精确值为准，并换用随机种子重新模拟。",
)
EXACT_LEFT_OUT = Phrase(
    "The plan has more than {most} uncertain amounts; the exact total cost is left out here,"
    " because it would take long to compute.",
    "本计划的不确定金额超过 {most} 项，精确总成本计算耗时较长，此处从略。",
)
PHASE_REMARK = Phrase(
    "Percentiles of phases do not add up to that of the whole: not everything goes wrong at once.",
    "各阶段分位数之和不等于总体分位数：各阶段不会同时出现最坏情况。",
)
BEFORE_AFTER_REMARK = Phrase(
    "Probability and score are given before and after the adopted responses.",
    "概率与评分列出采纳应对前后的数值。",
)
ASSUMED_REMARK = Phrase(
    "Estimates are written as in the plan; what the plan marks as assumed is in the notes.",
    "估算按计划原文列出；计划中注明的假设见备注。",
)

# Descriptions of the pictures, for those who cannot see them
ALT_CURVE = Phrase(
    "A rising curve from 0 to 100 %. {base_name}: {base}, {kept}. {levels}",
    "由 0 升至 100 % 的曲线。{base_name}：{base}，{kept}。{levels}",
)
ALT_HISTOGRAM = Phrase(
    "Bars that show how often each value comes up; P50 is {middle}.",
    "柱状图，显示各数值出现的频率；P50 为 {middle}。",
)
ALT_LEVELS = Phrase("Bars by confidence. {levels}", "按置信水平的柱状图。{levels}")
ALT_MATRIX = Phrase(
    "A matrix of probability and impact with {count} risks; highest score: {top}.",
    "概率与影响矩阵，共 {count} 项风险；评分最高：{top}。",
)
ALT_GANTT = Phrase(
    "A Gantt chart of {count} activities and milestones by phase, with the range from P10 to P90 of"
    " each finish.",
    "按阶段列出 {count} 项活动与里程碑的甘特图，含各项完工时间 P10 至 P90 的范围。",
)

# How to read
READ_PERCENTILE = Phrase(
    "P80 is the value that is not exceeded with a probability of 80 %: in four futures out of five"
    " the plan costs no more, or is finished no later.",
    "P80 指有 80 % 的概率不被超过的数值：五种可能的未来中有四种，成本不高于它、完工不晚于它。",
)
READ_ERROR = Phrase(
    "“±” is the Monte Carlo error: the true value of the model lies within it with 95 % confidence."
    " It shrinks with more iterations, and says nothing about whether the estimates in the plan"
    " are right.",
    "“±”为蒙特卡洛误差：模型真值以 95 % 的置信度落在此范围内。"
    "模拟次数越多误差越小，但不代表计划中的估算本身正确。",
)
READ_BASE = Phrase(
    "The base is the plan without chance: every estimate at its most likely value, no risk event."
    " The cost of the responses in force belongs to it.",
    "基准是不含偶然因素的计划：各项估算取最可能值，且无风险事件发生；已采用的应对措施成本计入基准。",
)
READ_MEAN = Phrase(
    "The mean is the average over all simulated futures. It usually lies above the base, because"
    " more can go wrong than right.",
    "均值是所有模拟结果的平均。由于出问题的可能多于顺利的可能，均值通常高于基准。",
)
READ_CONTINGENCY = Phrase(
    "Contingency is what must be added to the base to reach a stated confidence; it is not the"
    " management reserve, which stands above it.",
    "应急储备是为达到指定置信水平而须在基准之上增加的金额或天数；管理储备另在其上。",
)
READ_DAYS = Phrase(
    "Durations and delays are in working days of the plan's calendar.",
    "工期与延期均以计划日历的工作日计。",
)

REPEAT = Phrase(
    "The run is a function of the plan, the scenario, the seed, the sampling plan and the number of"
    " iterations: the same five give the same figures to the last digit.",
    "模拟结果完全由计划、情景、随机种子、抽样方案与模拟次数决定：五者相同，结果逐位相同。",
)
