"""Every word of a report, in English and in Chinese: titles, headings and names; no sentences."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from riskplan.reporting.language import Phrase

# Titles of sections
REPORT = Phrase("Risk and contingency report", "风险与应急储备报告")
ANSWER = Phrase("The answer", "结论")
CONTENTS = Phrase("Contents", "目录")
COST_SECTION = Phrase("Cost", "成本")
FINISH_SECTION = Phrase("Finish", "完工时间")
RISK_SECTION = Phrase("Risks", "风险")
REGISTER_SECTION = Phrase("Risk register and responses", "风险登记册与应对措施")
PHASE_SECTION = Phrase("Phases and milestones", "阶段与里程碑")
SCHEDULE_SECTION = Phrase("Schedule", "进度计划")
INPUT_SECTION = Phrase("What the plan says", "计划输入")
METHOD_SECTION = Phrase("How to read this report", "如何阅读本报告")
REPEAT_SECTION = Phrase("How to repeat this report", "如何复现本报告")

# Key figures
COST_AT = Phrase("Cost, P{at}", "成本 P{at}")
BASE_IS = Phrase("base {base}", "基准 {base}")
CONTINGENCY_AT = Phrase("Contingency for P{at}", "P{at} 所需应急储备")
OF_THE_BASE = Phrase("{share} of the base", "占基准的 {share}")
OF_BASE_AND_TOTAL = Phrase("{base} of base, {total} of total", "占基准 {base}，占总额 {total}")
RESERVE_BUYS = Phrase("The plan's reserve buys", "计划储备对应的置信水平")
RESERVE_IS = Phrase("reserve {reserve}", "储备 {reserve}")
BUDGET_EXCEEDED = Phrase("Budget exceeded with probability", "超出预算的概率")
BUDGET_IS = Phrase("budget {budget}", "预算 {budget}")
FINISH_AT = Phrase("Finish, P{at}", "完工 P{at}")
DELAY_AT = Phrase("{days} later than the base", "比基准晚 {days}")
LEAD_AT = Phrase("{days} earlier than the base", "比基准早 {days}")
DEADLINE_MISSED = Phrase("Deadline missed with probability", "错过截止日期的概率")
DEADLINE_IS = Phrase("deadline {date}", "截止日期 {date}")

# Heads of columns and labels of facts
LEVEL = Phrase("Confidence", "置信水平")
NEEDED = Phrase("Contingency needed", "所需应急储备")
SHARE_OF_BASE = Phrase("% of base", "占基准")
SHARE_OF_TOTAL = Phrase("% of total", "占总额")
GAP = Phrase("Gap to the plan's reserve", "与计划储备的差额")
MARGIN_GAP = Phrase("Gap to the deadline", "与截止日期的差距")
TIME_NEEDED = Phrase("Days over the base", "超出基准的天数")
COST = Phrase("Cost", "成本")
OVER_BASE = Phrase("Over the base", "超出基准")
OVER_BUDGET = Phrase("Over the budget", "超出预算")
AFTER_DEADLINE = Phrase("After the deadline", "超出截止日期")
DURATION = Phrase("Duration", "工期")
DELAY = Phrase("Delay", "延期")
DATE = Phrase("Date", "日期")
BASE = Phrase("Base", "基准")
BASE_COST = Phrase("Base estimate", "基准估算")
BASE_FINISH = Phrase("Base finish", "基准完工")
BASE_KEPT = Phrase("Probability of keeping the base", "不超过基准的概率")
MEAN = Phrase("Mean", "均值")
EXACT_COST = Phrase("Exact cost", "精确成本")
APART = Phrase("Apart, in standard errors", "相差（标准误差）")
SPREAD = Phrase("Standard deviation", "标准差")
BUDGET = Phrase("Budget", "预算")
BUDGET_EXCEEDANCE = Phrase("Probability of exceeding the budget", "超出预算的概率")
DEADLINE = Phrase("Deadline", "截止日期")
DEADLINE_EXCEEDANCE = Phrase("Probability of missing the deadline", "错过截止日期的概率")
NUMBER = Phrase("No.", "编号")
RISK = Phrase("Risk", "风险")
CHAIN = Phrase("Cause → event → effect", "原因 → 事件 → 后果")
CATEGORY = Phrase("Category", "类别")
OWNER = Phrase("Owner", "负责人")
STATUS = Phrase("Status", "状态")
KIND = Phrase("Kind", "类型")
PROBABILITY = Phrase("Probability", "概率")
SCORE = Phrase("Score", "评分")
EXPECTED = Phrase("Expected cost (exact)", "期望成本（精确）")
SIMULATED = Phrase("Simulated cost", "模拟成本")
COST_EFFECT = Phrase("Effect on mean cost", "对平均成本的影响")
DAYS_EFFECT = Phrase("Effect on mean finish (days)", "对平均完工的影响（天）")
RESPONSE = Phrase("Response", "应对措施")
STRATEGY = Phrase("Strategy", "策略")
RESPONSE_COST = Phrase("Response cost", "应对成本")
AFTER_RESPONSE = Phrase("What it leaves", "应对后")
AND_SO = Phrase(", ", "，")
CHANGED_PROBABILITY = Phrase("probability {change}", "概率 {change}")
CHANGED_IMPACTS = Phrase("impacts {change}", "影响 {change}")
CHANGED_COSTS = Phrase("cost {change}", "费用 {change}")
CHANGED_DELAYS = Phrase("delays {change}", "延期 {change}")
SHARE_CARRIED = Phrase("{share} of the cost carried by another", "{share}的费用由他方承担")
DELAY_AT_MOST = Phrase("delays of at most {cap}", "延期至多 {cap}")
WHERE_IT_OCCURS = Phrase("{cost}, only where it occurs", "{cost}，仅在发生时")
ADOPTED = Phrase("Adopted", "是否采纳")
CRITICALITY = Phrase("Critical in", "关键概率")
NOTE = Phrase("Note", "备注")
PHASE = Phrase("Phase", "阶段")
SHARE = Phrase("Share of budget", "预算占比")
PHASE_BUDGET = Phrase("Budget of the phase", "阶段预算")
PHASE_EXCEEDANCE = Phrase("Probability of exceeding it", "超出的概率")
MILESTONE = Phrase("Milestone", "里程碑")
BUFFER = Phrase("Buffer of {size}", "缓冲 {size}")
HAMMOCK = Phrase("As long as {over}", "历时同 {over}")
PHASE_END = Phrase("{name} (phase)", "{name}（阶段）")
ID = Phrase("Id", "标识")
ACTIVITY = Phrase("Activity", "活动")
ESTIMATE = Phrase("Estimate", "估算")
AFTER = Phrase("After", "前置活动")
DAY_RATE = Phrase("Cost per day", "日费率")
CALENDAR = Phrase("Calendar", "日历")
COST_ITEM = Phrase("Cost item", "成本项")
WHEN = Phrase("When", "情形")
IMPACT = Phrase("Impact", "影响")
ON = Phrase("On", "作用于")
START = Phrase("Start", "开始日期")
CURRENCY = Phrase("Currency", "币种")
RESERVE = Phrase("Reserve", "储备")
WORK_WEEK = Phrase("Working days", "工作日")
HOURS = Phrase("Hours a day", "每日工时")
HOLIDAYS = Phrase("Holidays", "节假日")
PROBABILITY_SCALE = Phrase("Probability scale", "概率等级")
COST_SCALE = Phrase("Cost scale", "成本等级")
DELAY_SCALE = Phrase("Delay scale", "延期等级")
BANDS = Phrase("Bands by score", "按评分的等级")
QUANTITIES = Phrase("Quantities", "变量")
REQUESTED = Phrase("Rank correlation, requested", "秩相关系数（要求）")
ACHIEVED = Phrase("Achieved", "实现")
COPULA = Phrase("Copula", "联结函数")
GAUSSIAN = Phrase("Gaussian", "高斯")
STUDENT = Phrase("t, {freedom} degrees of freedom", "t，自由度 {freedom}")

# Captions
CAPTION_AUDIT = Phrase("Contingency in money, by confidence", "各置信水平所需的资金储备")
CAPTION_DAYS = Phrase("Contingency in time, by confidence", "各置信水平所需的时间储备")
CAPTION_COST_TABLE = Phrase("Percentiles of the total cost", "总成本的分位数")
CAPTION_EXACT = Phrase("The exact total cost beside the simulated one", "总成本的精确值与模拟值")
CAPTION_FINISH_TABLE = Phrase("Percentiles of the finish", "完工时间的分位数")
CAPTION_DURATION_TABLE = Phrase("Percentiles of the duration", "工期的分位数")
CAPTION_RISK_TABLE = Phrase("The risks in numbers", "风险数据")
CAPTION_REGISTER = Phrase("Risk register", "风险登记册")
CAPTION_RESPONSES = Phrase("Responses", "应对措施")
CAPTION_PHASES = Phrase("Cost of the phases", "各阶段成本")
CAPTION_MILESTONES = Phrase("Finish of milestones and phases", "里程碑与阶段的完成时间")
CAPTION_CRITICAL = Phrase("The activities that drive the finish", "对完工影响最大的活动")
CAPTION_BRIEF = Phrase("In brief", "概要")
CAPTION_PLAN = Phrase("The plan", "计划")
CAPTION_ACTIVITIES = Phrase(
    "Activities and milestones (durations in working days)", "活动与里程碑（工期以工作日计）"
)
CAPTION_COSTS = Phrase("Cost items", "成本项")
CAPTION_IMPACTS = Phrase("Impacts of the risks", "风险影响")
CAPTION_PHASE_INPUT = Phrase("Phases", "阶段")
CAPTION_CORRELATIONS = Phrase("Correlations", "相关性")
CAPTION_RUN = Phrase("The run", "本次模拟")

# Pictures
PICTURE_CONTINGENCY = Phrase(
    "Contingency needed for each confidence, beside the plan's reserve",
    "各置信水平所需应急储备与计划储备对比",
)
PICTURE_CONTINGENCY_DAYS = Phrase(
    "Days needed for each confidence, beside those up to the deadline",
    "各置信水平所需天数与距截止日期天数对比",
)
PICTURE_CONTINGENCY_ALONE = Phrase(
    "Contingency needed for each confidence", "各置信水平所需应急储备"
)
PICTURE_CONTINGENCY_DAYS_ALONE = Phrase("Days needed for each confidence", "各置信水平所需天数")
PICTURE_S_CURVE = Phrase(
    "Probability of keeping each total cost", "总成本不超过某值的概率（S 曲线）"
)
PICTURE_COST_HISTOGRAM = Phrase("How often each total cost comes up", "总成本分布")
PICTURE_FINISH_CURVE = Phrase("Probability of being finished", "按期完工的概率（S 曲线）")
PICTURE_FINISH_HISTOGRAM = Phrase("How often each finish comes up", "完工时间分布")
PICTURE_HEAT_MAP = Phrase("Risk matrix", "风险热力图")
PICTURE_HEAT_MAPS = Phrase("Risk matrix, before and after responses", "风险热力图：应对前与应对后")
PICTURE_GANTT = Phrase("Base plan and range of each finish", "基准计划与各项完工时间范围")

# The run
VERSION = Phrase("riskplan version", "riskplan 版本")
DIGEST = Phrase("Fingerprint of the plan", "计划指纹")
SEED = Phrase("Seed", "随机种子")
ITERATIONS = Phrase("Iterations", "模拟次数")
SCENARIO = Phrase("Scenario", "情景")
SAMPLING = Phrase("Sampling plan", "抽样方案")
SAMPLER = Phrase("Sampler", "抽样器版本")
IN_PYTHON = Phrase("In Python", "Python 代码")
ON_THE_COMMAND_LINE = Phrase("On the command line", "命令行")

# Small words
WORKING_DAYS = Phrase("working days", "工作日")
DAYS = Phrase("{days} working days", "{days} 个工作日")
DAY = Phrase("{days} working day", "{days} 个工作日")
QUOTED = Phrase("“{name}”", "“{name}”")
AND_MORE_NAMES = Phrase("{names} and {count} more", "{names}，另有 {count} 项")
UNKNOWN_ERROR = Phrase("{value} ± ?", "{value} ± ?")
AT_LEAST = Phrase("{value} (at least {low})", "{value}（至少 {low}）")
A_DAY = Phrase("{amount} a day during {during}", "{during} 期间每天 {amount}")
STRIKES = Phrase("strikes {times} times on average", "平均发生 {times} 次")
STRIKES_ONCE = Phrase("strikes once on average", "平均发生 1 次")
STRIKES_BY = Phrase("{strikes}: {law}", "{strikes}：{law}")
CHANCE_AND_STRIKES = Phrase("{chance}, {strikes}", "{chance}，{strikes}")
CHANCE_THEN_STRIKES = Phrase("{chance}, and then {strikes}", "{chance}，此时{strikes}")
YES = Phrase("yes", "是")
NO = Phrase("no", "否")
NO_PHASE = Phrase("(no phase)", "（未分阶段）")
WITHOUT_RESPONSES = Phrase("without responses", "无应对")
AFTER_THE_RESPONSE = Phrase("after: {name}", "应对后：{name}")
DELAY_IMPACT = Phrase("delay {days}", "延期 {days}")
COST_IMPACT = Phrase("cost {amount}", "成本 {amount}")
SHARE_IMPACT = Phrase("cost share {share}", "成本比例 {share}")
FACTOR_IMPACT = Phrase("duration × {factor}", "工期 × {factor}")
SEPARATE = Phrase("{impact}, drawn separately", "{impact}，分别抽样")
SAVING = Phrase("{impact} (saved)", "{impact}（节约）")
RESERVE_OF_BASE = Phrase("{share} of the base", "基准的 {share}")
RESERVE_OF_TOTAL = Phrase("{share} of the total that contains it", "含储备总额的 {share}")
SHARE_OF_BASE_UP_TO = Phrase("{level} ≤ {cut} of base", "{level} ≤ 基准的 {cut}")
UP_TO = Phrase("{level} ≤ {cut}", "{level} ≤ {cut}")
ABOVE = Phrase("{level} above", "{level} 更高")
FROM_SCORE = Phrase("{band} from {score}", "{band} ≥ {score}")

# One of each unit of time, by the text that the model uses
ONE = {
    "h": Phrase("1 hour", "1 小时"),
    "d": Phrase("1 day", "1 天"),
    "w": Phrase("1 week", "1 周"),
    "mo": Phrase("1 month", "1 个月"),
}

# Names that riskplan itself supplies, by the text that the model uses
NAMES = {
    "very low": Phrase("very low", "很低"),
    "low": Phrase("low", "低"),
    "medium": Phrase("medium", "中"),
    "high": Phrase("high", "高"),
    "very high": Phrase("very high", "很高"),
    "threat": Phrase("threat", "威胁"),
    "opportunity": Phrase("opportunity", "机会"),
    "open": Phrase("open", "未关闭"),
    "occurred": Phrase("occurred", "已发生"),
    "closed": Phrase("closed", "已关闭"),
    "avoid": Phrase("avoid", "规避"),
    "transfer": Phrase("transfer", "转移"),
    "mitigate": Phrase("mitigate", "减轻"),
    "accept": Phrase("accept", "接受"),
    "exploit": Phrase("exploit", "开拓"),
    "share": Phrase("share", "分享"),
    "enhance": Phrase("enhance", "提高"),
    "inherent": Phrase("inherent (no responses)", "固有（无应对）"),
    "planned": Phrase("planned (adopted responses)", "计划（已采纳应对）"),
    "mon": Phrase("Monday", "周一"),
    "tue": Phrase("Tuesday", "周二"),
    "wed": Phrase("Wednesday", "周三"),
    "thu": Phrase("Thursday", "周四"),
    "fri": Phrase("Friday", "周五"),
    "sat": Phrase("Saturday", "周六"),
    "sun": Phrase("Sunday", "周日"),
    "h": Phrase("hours", "小时"),
    "d": Phrase("days", "天"),
    "w": Phrase("weeks", "周"),
    "mo": Phrase("months", "个月"),
}
