"""The words of the decisions: drivers, responses, reserves, money and network, in two languages."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from riskplan.reporting.language import Phrase

# All sections
TO_REPEAT = Phrase("To repeat these figures:", "复现以上数字：")
MORE_ROWS = Phrase("… and {count} more rows.", "……另有 {count} 行。")

# Key figures
BOTH_KEPT = Phrase("Budget and deadline both kept", "预算与截止日期均守住的概率")
BOTH_NOTE = Phrase("in one and the same future", "同一次模拟中同时满足")
NPV_MEAN = Phrase("Net present value, mean", "净现值均值")
THE_RESPONSES = Phrase("the responses", "应对措施")
RESPONSES_AND_INSURANCE = Phrase("the responses and the insurance", "应对措施与保险")
BELOW_ZERO = Phrase("below zero in {loss}", "为负的概率 {loss}")

# Drivers
DRIVER_SECTION = Phrase("What drives cost and finish", "成本与完工时间的驱动因素")
KIND_RISK = Phrase("risk", "风险")
KIND_COST_ITEM = Phrase("cost\u00a0item", "成本项")
KIND_ACTIVITY = Phrase("activity", "活动")
SHAPLEY = Phrase("the Shapley value over all coalitions", "沙普利值（遍历所有组合）")
EULER = Phrase(
    "the Euler allocation, from the futures around the percentile",
    "欧拉分摊（取分位数附近的模拟结果）",
)
WEATHER = Phrase("Weather", "天气")
RANK = Phrase("Rank", "名次")
DRIVER = Phrase("Driver", "驱动因素")
ADDS_TO = Phrase("Share of P{at} over base", "占 P{at} 超出基准的份额")
LESS_AT = Phrase("P{at} lower without it", "若无该项 P{at} 降低")
LESS_ON_AVERAGE = Phrase("Mean lower without it", "若无该项均值降低")
EARLIER_AT = Phrase("P{at} earlier without it", "若无该项 P{at} 提前")
EARLIER_ON_AVERAGE = Phrase("Mean earlier without it", "若无该项均值提前")
VARIANCE = Phrase("Share of variance", "方差占比")
CAPTION_DRIVERS = Phrase("What drives the cost", "成本的驱动因素")
CAPTION_DAYS_DRIVERS = Phrase("What drives the finish", "完工时间的驱动因素")
PICTURE_WATERFALL = Phrase("From the base to the P{at} of the cost", "从基准到成本 P{at}")
PICTURE_WATERFALL_DAYS = Phrase("From the base to the P{at} of the finish", "从基准到完工 P{at}")
PICTURE_TORNADO = Phrase(
    "How much lower the P{at} of the cost is without each driver", "若无该项，成本 P{at} 降低多少"
)
PICTURE_TORNADO_DAYS = Phrase(
    "How much earlier the P{at} of the finish is without each driver",
    "若无该项，完工 P{at} 提前多少",
)

# Responses
RESPONSE_SECTION = Phrase("Which responses are worth their money", "哪些应对措施物有所值")
IN_FORCE = Phrase("In force", "已实施")
IN_BEST = Phrase("In the best set", "在最优组合中")
EXPECTED_PRICE = Phrase("Expected price", "期望花费")
NET_MEAN = Phrase("Net benefit, mean", "净收益（均值）")
NET_ALONE = Phrase("The same, by itself", "单独实施的净收益")
NET_P80 = Phrase("Net benefit, P80", "净收益（P80）")
RETURNS = Phrase("Saved per unit spent", "每花费一元节省")
PAYS = Phrase("Pays for itself with", "回本概率")
MEAN_DAYS = Phrase("Change of mean finish (days)", "平均完工变化（天）")
P80_DAYS = Phrase("Change of P80 finish (days)", "完工 P80 变化（天）")
CAPTION_WORTH = Phrase(
    "What each response is worth, given the others", "其他应对照常时各应对的价值"
)
CAPTION_CHANCES = Phrase("What each response returns, and the days it saves", "各应对的回报与天数")
PICTURE_RESPONSES = Phrase("Net benefit of each response", "各应对措施的净收益")
PICTURE_FRONTIER = Phrase(
    "What money spent on responses buys in confidence", "应对支出与守住承诺的概率"
)
PICTURE_FRONTIER_OF_MEAN = Phrase(
    "What money spent on responses saves in mean cost", "应对支出与平均总成本"
)
CAPTION_FRONTIER = Phrase("The best set for each sum", "各支出水平下的最优组合")
SPENT = Phrase("Spent", "支出")
PROMISE_KEPT = Phrase("Budget and date met with", "同时满足预算与日期的概率")
MEAN_COST = Phrase("Mean cost", "平均成本")
RESPONSES_OF_POINT = Phrase("Responses", "应对措施")
WITH = Phrase("with {names}", "加上{names}")
WITHOUT = Phrase("without {names}", "去掉{names}")
THEN = Phrase("; ", "；")
NONE = Phrase("none", "无")

# Insurance
INSURANCE_SECTION = Phrase("Insurance", "保险")
POLICY = Phrase("Policy", "保单")
COVERS = Phrase("Covers", "承保风险")
PREMIUM = Phrase("Premium", "保费")
PAID_BACK = Phrase("Paid back, mean", "平均赔付")
PAYS_IN = Phrase("Pays with probability", "赔付概率")
PAID_BACK_HIGH = Phrase("Paid back, P95", "赔付 P95")
CAPTION_POLICIES = Phrase("What insurance costs and pays back", "保险的成本与赔付")

# Scenarios
SCENARIO_SECTION = Phrase("The scenarios beside each other", "情景对比")
SCENARIO = Phrase("Scenario", "情景")
COST_LEVEL = Phrase("Cost, P{at}", "成本 P{at}")
CHANGE = Phrase("Change", "变化")
FINISH_LEVEL = Phrase("Finish, P{at}", "完工 P{at}")
CHANGE_IN_DAYS = Phrase("Change (working days)", "变化（工作日）")
BUDGET_KEPT = Phrase("Budget kept with", "守住预算的概率")
DEADLINE_KEPT = Phrase("Deadline kept with", "守住截止日期的概率")
CAPTION_SCENARIOS = Phrase("Scenarios", "情景")
PICTURE_SCENARIO_COSTS = Phrase("Total cost, scenario by scenario", "各情景的总成本")
PICTURE_SCENARIO_FINISHES = Phrase("Finish, scenario by scenario", "各情景的完工时间")

# Contingency
RESERVE_SECTION = Phrase("How much to hold, and where", "应预留多少、留在何处")
DAYS_FOR = Phrase("Days for P{at}", "P{at} 所需天数")
MANAGEMENT = Phrase("Management reserve, P{low} to P{high}", "管理储备，P{low} 至 P{high}")
MANAGEMENT_DAYS = Phrase(
    "Management reserve of days, P{low} to P{high}", "管理储备天数，P{low} 至 P{high}"
)
LACKING = Phrase("What is then lacking beyond P{at}, mean", "此时超出 P{at} 的平均缺口")
TAIL_MEAN = Phrase(
    "Mean cost of the worst {share} (CVaR)", "最差 {share} 情形的平均成本（条件风险价值）"
)
LATER = Phrase("How much later than P{at} where that is missed, mean", "晚于 P{at} 时的平均延误")
STEP = Phrase("Each extra 5 %", "每提高 5 %")
SET_ASIDE = Phrase("To set aside", "应预留")
OF_CONTINGENCY = Phrase("Of the contingency", "占应急储备")
SEVERAL_PHASES = Phrase("(several phases)", "（跨阶段）")
NO_CATEGORY = Phrase("(no category)", "（未分类）")
CAPTION_BY_PHASE = Phrase("The contingency by phase", "按阶段分配应急储备")
CAPTION_BY_CATEGORY = Phrase("The contingency by category", "按类别分配应急储备")
PICTURE_STEPS = Phrase("What each extra 5 % of confidence costs", "置信度每提高 5 % 的代价")
PICTURE_STEPS_DAYS = Phrase(
    "How many days each extra 5 % of confidence takes", "置信度每提高 5 % 所需天数"
)

# Drawdown
DRAWDOWN_SECTION = Phrase("When the contingency can be released", "应急储备何时可以释放")
PICTURE_DRAWDOWN = Phrase("Contingency still needed, month by month", "逐月仍需保留的应急储备")
CAPTION_DRAWDOWN = Phrase("Contingency still needed", "仍需保留的应急储备")
CAPTION_RELEASES = Phrase("What the end of each phase sets free", "各阶段结束时释放的储备")
FROM = Phrase("From", "自")
ENDS = Phrase("Ends (P50)", "结束（P50）")
HELD = Phrase("Still held, P{at}", "仍持有 P{at}")
RELEASED = Phrase("Released, P{at}", "释放 P{at}")
END_OF_PLAN = Phrase("(end of the plan)", "（计划结束）")

# Cost and date together
JOINT_SECTION = Phrase("Cost and date together", "成本与日期的联合置信水平")
PICTURE_JOINT = Phrase("Cost against finish, future by future", "各次模拟的成本与完工时间")
FINISH = Phrase("Finish", "完工")
TOGETHER = Phrase("Both kept with", "两者均守住的概率")
FINISH_ALONE = Phrase("Finish alone", "仅看完工")
COST_ALONE = Phrase("Cost alone", "仅看成本")
CAPTION_TRAP = Phrase(
    "What cost and finish of one level are worth together", "同一置信水平的成本与完工合在一起"
)
CAPTION_PAIRS = Phrase("Pairs that are sure enough", "置信度足够的成本与日期组合")

# Money over time
CASH_SECTION = Phrase("Money over time", "资金的时间安排")
PEAK = Phrase("Month that needs most, P{at}", "支出最多的月份 P{at}")
NEED_BASE = Phrase("Base, at the prices of the start", "基准（开工时价格）")
NEED_CONTINGENCY = Phrase("Contingency for P{at}", "P{at} 所需应急储备")
NEED_ESCALATION = Phrase("Rise of prices on top", "另加价格上涨")
NEED_TOTAL = Phrase("All that is paid, P{at}", "支付总额 P{at}")
MONTH = Phrase("Month", "月份")
TO_DATE = Phrase("To date, P{at}", "累计 P{at}")
AVAILABLE = Phrase("Available", "可用资金")
SHORT = Phrase("Short with", "不足的概率")
CAPTION_MONTHS = Phrase("What is spent by month", "逐月支出")
PICTURE_SPENT = Phrase("Spent to date", "累计支出")
PICTURE_FUNDING = Phrase("Spent to date, beside the funding", "累计支出与可用资金")
PICTURE_MONTHS = Phrase("Spent in each month", "各月支出")

# Returns
RETURN_SECTION = Phrase("What the plan is worth", "计划的经济价值")
NPV_LOSS = Phrase("Probability that it is below zero", "净现值为负的概率")
ROI_MEAN = Phrase("Return on investment, mean", "投资回报率均值")
ROI_FLOOR = Phrase("Probability of a return of {floor} or more", "回报率达到 {floor} 的概率")
NEVER = Phrase("Probability that it never pays back", "始终无法回本的概率")
NEVER_PAID = Phrase("never", "无法回本")
NPV = Phrase("Net present value", "净现值")
ROI = Phrase("Return", "回报率")
PAYBACK = Phrase("Payback (months)", "回收期（月）")
AHEAD = Phrase("Most that is out of pocket", "最大净投入")
CAPTION_RETURNS = Phrase("Worth, return and payback", "净现值、回报率与回收期")
PICTURE_NPV = Phrase("How often each net present value comes up", "净现值分布")

# Network
EFFECT_IN_DAYS = Phrase("Effect on mean finish", "对平均完工的影响")
CRUCIALITY = Phrase("Cruciality", "关联度")
FLOAT = Phrase("Mean float", "平均总时差")
CAPTION_PATHS = Phrase("The most frequent critical paths", "最常见的关键路径")
PICTURE_PATHS = Phrase("How often each path decides the finish", "各路径决定完工的频率")
SHARE_OF_FUTURES = Phrase("Of futures", "占比")
PATH = Phrase("Path", "路径")
OTHER_PATHS = Phrase("{count} other paths", "其他 {count} 条路径")
CAPTION_MERGES = Phrase("Where waiting for the latest of several costs time", "汇合点造成的延误")
MERGE_POINT = Phrase("Merge point", "汇合点")
LINKS = Phrase("Waits for", "等待项数")
BIAS = Phrase("Later by", "延误")
LATEST = Phrase("Latest on average", "平均最晚的前置")
A_DATE = Phrase("(a date)", "（固定日期）")
CAPTION_BUFFERS = Phrase("Buffers", "缓冲")
BUFFER = Phrase("Buffer", "缓冲")
PROTECTS = Phrase("Protects", "保护对象")
SIZE = Phrase("Size", "大小")
USED_UP = Phrase("Not enough with", "不够用的概率")
GETS_THROUGH = Phrase("Delay that gets through, mean (days)", "平均穿透的延误（天）")
BUFFER_OF_ACTIVITY = Phrase("an activity", "活动")
BUFFER_OF_STAGE = Phrase("a stage", "阶段")
BUFFER_OF_PROJECT = Phrase("the project", "项目")

# The matrix
MATRIX_SECTION = Phrase("The risk matrix, checked", "风险矩阵核对")
PICTURE_SLOPES = Phrase("The order of the matrix beside that of the cost", "矩阵排序与成本影响排序")
PICTURE_SLOPES_DAYS = Phrase(
    "The order of the matrix beside that of the days", "矩阵排序与工期影响排序"
)
MATRIX_RANK = Phrase("Rank by the matrix", "矩阵名次")
EFFECT_RANK = Phrase("Rank by its effect", "影响名次")
VERDICT = Phrase("On the matrix", "在矩阵中")
TOO_LOW = Phrase("too low", "偏低")
TOO_HIGH = Phrase("too high", "偏高")
CAPTION_MISPLACED = Phrase("Ranked wrongly in cost", "成本排序有误的风险")
CAPTION_MISPLACED_IN_DAYS = Phrase("Ranked wrongly in days", "工期排序有误的风险")
