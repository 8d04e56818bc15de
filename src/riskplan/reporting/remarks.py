"""The sentences of the decisions: what the figures of each section say, in two languages."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from riskplan.reporting.language import Phrase

# The answer
BOTH_KEPT = Phrase(
    "Budget and deadline are both kept with a probability of {joint}.",
    "预算与截止日期同时守住的概率为 {joint}。",
)
RESPONSES_SAVE = Phrase(
    "Without {what} in force, the P{at} of the cost would be {amount} higher.",
    "若无现行{what}，成本 P{at} 将高出 {amount}。",
)
RESPONSES_COST = Phrase(
    "Without {what} in force, the P{at} of the cost would be {amount} lower.",
    "若无现行{what}，成本 P{at} 反而低 {amount}。",
)
RESPONSES_LOSE = Phrase(
    "On average these cost more than they save: {names}.",
    "平均而言花费多于节省的有：{names}。",
)
NPV_IS = Phrase(
    "The net present value is {mean} on average, and below zero with a probability of {loss}.",
    "净现值均值为 {mean}，为负的概率为 {loss}。",
)
ROI_REACHED = Phrase(
    "A return on investment of {floor} is reached with a probability of {kept}.",
    "投资回报率达到 {floor} 的概率为 {kept}。",
)
ORIGIN = Phrase(
    "Every figure can be repeated: after these lines, those at the end of each section give its"
    " figures.",
    "所有数字均可复现：先运行以下代码，再运行各节末尾列出的调用。",
)

# Drivers
ADDS_UP = Phrase(
    "The P{at} of the cost lies {total} over the base. The shares below add up to that, exactly;"
    " they are {method}.",
    "成本 P{at} 超出基准 {total}。以下份额之和恰等于该数，分摊方法为{method}。",
)
DAYS_ADD_UP = Phrase(
    "The P{at} of the finish lies {total} after the base. The shares below add up to that, exactly;"
    " they are {method}.",
    "完工 P{at} 晚于基准 {total}。以下份额之和恰等于该数，分摊方法为{method}。",
)
SHARES = Phrase(
    "What P{at} and the mean are lower by without a driver comes from the same futures with that"
    " driver made neutral; such figures do not add up, because drivers act together. A risk shares"
    " with the spread of what its responses cost. Ranks with a dash between them cannot be told"
    " apart in so many iterations. A negative figure is a saving.",
    "“若无该项”下 P{at} 与均值的变化由同一批模拟中去掉该项的作用得出；"
    "各项共同作用，这些数字相加不等于合计。"
    "风险的份额含其应对"
    "费用的波动。带连字符的名次在现有模拟次数下无法区分先后。负数表示节省。",
)
LEFT_OUT = Phrase(
    "{count} activities that go with the totals less than those shown were not made neutral.",
    "另有 {count} 项与合计关联较弱的活动未逐项计算。",
)

# Responses
BEST_SET = Phrase(
    "The lowest mean cost is reached with {names}. They are expected to cost {spent}; the mean"
    " total is then {value}, which is {gain} less than without any response.",
    "平均成本最低的组合是：{names}。预计花费 {spent}，此时平均总成本为 {value}，"
    "比不采取任何应对低 {gain}。",
)
BEST_FREE_SET = Phrase(
    "The lowest mean cost is reached with {names}, which cost nothing; the mean total is then"
    " {value}, which is {gain} less than without any response.",
    "平均成本最低的组合是：{names}，均无花费；此时平均总成本为 {value}，"
    "比不采取任何应对低 {gain}。",
)
BEST_IS_NONE = Phrase(
    "No response lowers the mean cost by more than it costs: without any, the mean total is"
    " {value}.",
    "没有任何应对节省的平均成本高于其花费：不采取应对时平均总成本为 {value}。",
)
NOT_IN_BEST = Phrase(
    "In force, but dearer than what they save on average: {names}. They may still be worth it for"
    " the date, for the worst cases, or for what is not money.",
    "已实施但平均花费高于节省：{names}。若为保证工期、防范最坏情形或出于非资金考虑，"
    "仍可能值得保留。",
)
ADDED_IN_BEST = Phrase(
    "Not in force, but worth its money: {names}.", "尚未实施但物有所值：{names}。"
)
BEST_FOR_CERTAIN = Phrase(
    "On these futures no other set has a lower mean cost.",
    "在这些模拟结果中，没有其他组合的平均成本更低。",
)
BEST_WITHIN = Phrase(
    "On these futures another set could be better by {gap} at most.",
    "在这些模拟结果中，其他组合至多再优 {gap}。",
)
BEST_UNKNOWN = Phrase(
    "How much better another set could be is not known: too many responses act together.",
    "共同作用的应对过多，无法判断其他组合还能优多少。",
)
WORTH = Phrase(
    "Net benefit is what the total cost is lower by, the price of the response included; a negative"
    " one is a loss. All sets are compared on the same {iterations} futures, so that figures may"
    " differ a little from those of the whole run.",
    "净收益指扣除应对花费后总成本的降低额，为负表示得不偿失。"
    "各组合在相同的 {iterations} 次模拟上比较，"
    "数字可能与全部模拟略有出入。",
)
FRONTIER = Phrase(
    "More money spent on responses buys more confidence in budget and date, up to a point. For each"
    " sum, no other set is better; the first row says what is in it, each later one what changes.",
    "应对支出越多，守住预算与日期的把握越大，但有上限。各支出水平均为当时最优；首行列出组合，"
    "以下各行列出变化。",
)
FRONTIER_OF_MEAN = Phrase(
    "More money spent on responses lowers the mean cost, up to a point. For each sum, no other set"
    " is better; the first row says what is in it, each later one what changes.",
    "应对支出越多，平均成本越低，但有上限。各支出水平均为当时最优；首行列出组合，"
    "以下各行列出变化。",
)
FRONTIER_STEPS = Phrase(
    "A step from row to row that is smaller than its error cannot be told apart from chance.",
    "相邻两行之差若小于误差，则无法与随机波动区分。",
)

# Insurance
INSURANCE = Phrase(
    "Premiums are paid in any case and belong to the base; what insurers pay back is taken off the"
    " costs of the risks. A premium above the mean paid back is the price of being spared the"
    " worst cases.",
    "保费无论是否出险都须支付，计入基准；赔付从风险成本中扣除。保费高于平均赔付的部分，"
    "是规避最坏情形的代价。",
)
NOT_INSURED = Phrase("None of these policies is in force.", "以上保单均未生效。")
PREMIUMS = Phrase(
    "All premiums come to {premiums}, {share} of the budget; the plan allows {cap}.",
    "保费合计 {premiums}，占预算 {share}；计划上限为 {cap}。",
)

# Scenarios
SCENARIOS = Phrase(
    "The first row is the scenario of this report. All are simulated on the same random numbers, so"
    " that a change is what the scenario does, not chance.",
    "首行为本报告的情景。各情景使用相同的随机数，因此变化由情景造成，而非偶然。",
)
UNPAIRED = Phrase(
    "Not all of them could be paired future by future: their changes have wider errors.",
    "部分情景无法逐次配对，其变化的误差较大。",
)

# Contingency
ALLOTTED = Phrase(
    "The parts add up to the contingency, to the cent. What saves money is given none, and takes"
    " off the others in proportion. Risks that act in several phases stand by themselves.",
    "各部分之和等于应急储备，精确到分。节省成本的项不分配，其节省按比例冲减其他项。"
    "跨阶段的风险单独列示。",
)

# Drawdown
DRAWDOWN = Phrase(
    "As work is done and risks expire, less has to be held. Seen from today, these sums are still"
    " needed from each date on, beyond the base of the work that is then to come.",
    "随着工作完成、风险过期，需要保留的储备减少。以下为从今天看，"
    "自各日期起在剩余工作的基准之上仍需的金额。",
)
BY_OBLIGATION = Phrase(
    "Money counts as gone when it is decided: a cost item as its work begins, a day rate day by"
    " day, a risk when it strikes (convention: obligation).",
    "资金在承诺时即计为已用：成本项在其工作开始时，日费率逐日，风险在发生时（口径：按承诺）。",
)
BY_EXPENDITURE = Phrase(
    "Money counts as gone when it is spent (convention: expenditure).",
    "资金在实际支付时计为已用（口径：按支付）。",
)

# Cost and date together
PROMISED = Phrase(
    "The budget of {budget} is kept with {cost}, the deadline {deadline} with {finish}, and both"
    " with {joint}.",
    "守住预算 {budget} 的概率为 {cost}，守住截止日期 {deadline} 的概率为 {finish}，"
    "两者均守住的概率为 {joint}。",
)
REACHED = Phrase(
    "So both together are {at} % sure, as they should be.", "两者合在一起已达到 {at} % 的把握。"
)
NO_BUDGET_HELPS = Phrase(
    "No budget makes that date {at} % sure, since the date alone is not.",
    "无论预算多少，该日期都达不到 {at} % 的把握，因为仅看日期就不够。",
)
NO_DATE_HELPS = Phrase(
    "No date makes that budget {at} % sure, since the budget alone is not.",
    "无论日期多晚，该预算都达不到 {at} % 的把握，因为仅看预算就不够。",
)
NEAREST = Phrase(
    "The nearest pair that is {at} % sure together: {cost} by {finish}.",
    "最接近且合在一起有 {at} % 把握的组合：{cost}，{finish}。",
)
TRAP = Phrase(
    "Two promises of 80 % are not one of 80 %: the P80 cost of {cost} and the P80 finish {finish}"
    " are both kept with {joint} only.",
    "两个 80 % 的承诺不等于一个 80 % 的承诺："
    "成本 P80 {cost} 与完工 P80 {finish} 两者均守住的概率只有 {joint}。",
)
PAIRS = Phrase(
    "Each of these pairs is {at} % sure together: the earlier the date, the more money it takes to"
    " be as sure of both.",
    "以下每一组合在一起都有 {at} % 的把握：日期越早，所需资金越多。",
)

# Money over time
FUNDED = Phrase(
    "The funding falls short in some month with a probability of {over}.",
    "资金在某个月出现不足的概率为 {over}。",
)
FUNDING_IMPOSSIBLE = Phrase(
    "No simulated future keeps within the funding; the nearest needs {nearest} more.",
    "没有任何一次模拟能在现有资金内完成；最接近的也还需 {nearest}。",
)
CAPPED = Phrase(
    "The monthly cap is exceeded in some month with a probability of {over}.",
    "某个月超出月度上限的概率为 {over}。",
)
CAP_IMPOSSIBLE = Phrase(
    "No simulated future keeps within the monthly cap; the nearest needs {nearest} more.",
    "没有任何一次模拟能守住月度上限；最接近的也还需 {nearest}。",
)
RAISE = Phrase(
    "To be {at} % sure of every month, raise it by {amount}.",
    "要有 {at} % 的把握每个月都够用，应增加 {amount}。",
)
ENOUGH = Phrase(
    "Even {at} % sure of every month, {amount} is left over.",
    "在 {at} % 的把握下，每个月仍余 {amount}。",
)
MONTHS = Phrase(
    "Costs are laid over the simulated dates, future by future. Percentiles of months do not add"
    " up: not all months turn out dear at once.",
    "成本按每次模拟的日期分布到各月。各月分位数之和不等于总体分位数：各月不会同时偏高。",
)
ESCALATION = Phrase(
    "The rise of prices is in the months and on top of the contingency, not in the cost of the"
    " other sections.",
    "价格上涨计入各月支出，在应急储备之外，不含在其他各节的成本中。",
)

# Returns
DISCOUNTED = Phrase(
    "Present values are discounted at {rate} a year; return and payback are not discounted. A"
    " benefit begins after the simulated finish that it waits for: what is late earns late.",
    "现值按每年 {rate} 折现；回报率与回收期不折现。收益在其所依赖的工作模拟完成之后才开始，"
    "因此延误会推迟收益。",
)

# Network
ACTIVITIES = Phrase(
    "The effect says how much earlier the mean finish would be if the activity always took its base"
    " duration. Cruciality is the rank correlation of its duration with that of the plan. Float,"
    " effect and cruciality come from {iterations} futures.",
    "“影响”指若该活动始终按基准工期完成，平均完工可提前多少。“关联度”为其工期与总工期的秩相关系数。"
    "时差、影响与关联度取自 {iterations} 次模拟。",
)
PATHS = Phrase(
    "In each future one path decides the finish; the shares of all paths add up to 100 %.",
    "每次模拟中有一条路径决定完工；所有路径的占比之和为 100 %。",
)
ON_ALL_PATHS = Phrase(
    "Left out, because all paths shown have them: {names}.",
    "所列路径共有、故省略的活动：{names}。",
)
MERGES = Phrase(
    "What waits for several waits for the latest of them, each time for another one: on average it"
    " begins later than the latest of them on average. A schedule of averages misses that.",
    "等待多项工作的活动须等其中最晚的一项，而每次最晚的不同："
    "其平均开始时间晚于各项平均时间中的最晚者。"
    "按平均工期编制的计划会遗漏这一点。",
)
BUFFERS = Phrase(
    "A buffer absorbs the delay of what comes before it. Where it is not enough, the rest of the"
    " delay gets through; the mean counts the other futures as 0.",
    "缓冲吸收其前面工作的延误；不够用时，其余延误会传到后面。均值把其他情形计为 0。",
)

# The matrix
CONTRADICTED = Phrase(
    "In cost, the matrix has {wrong} of {pairs} pairs of risks in the wrong order: {share}. A"
    " further {tied} pairs share a score although their effects differ; of {unclear} pairs the"
    " simulation cannot say which is the larger.",
    "就成本而言，{pairs} 对风险中矩阵排错 {wrong} 对，占 {share}。"
    "另有 {tied} 对评分相同但影响不同；"
    "{unclear} 对在模拟中无法区分大小。",
)
CONTRADICTED_IN_DAYS = Phrase(
    "In days, the matrix has {wrong} of {pairs} pairs of risks in the wrong order: {share}. A"
    " further {tied} pairs share a score although their effects differ; of {unclear} pairs the"
    " simulation cannot say which is the larger.",
    "就工期而言，{pairs} 对风险中矩阵排错 {wrong} 对，占 {share}。"
    "另有 {tied} 对评分相同但影响不同；"
    "{unclear} 对在模拟中无法区分大小。",
)
NO_PAIRS = Phrase(
    "In cost, there is no pair of risks that both the matrix and the simulation order.",
    "就成本而言，没有矩阵与模拟都能排序的风险对。",
)
NO_PAIRS_IN_DAYS = Phrase(
    "In days, there is no pair of risks that both the matrix and the simulation order.",
    "就工期而言，没有矩阵与模拟都能排序的风险对。",
)
MATRIX = Phrase(
    "The matrix has one score for money and time, and coarse levels: it cannot rank both right. Use"
    " it to talk about risks, and the simulated effects to rank them.",
    "矩阵对资金与时间只有一个评分，且等级较粗，无法同时排对。矩阵适于讨论风险，"
    "排序应以模拟影响为准。",
)

# How to read
READ_DECIMALS = Phrase(
    "Only digits that the error leaves meaningful are shown; exact figures have no “±”.",
    "数字只保留误差允许的有效位数；精确值不带“±”。",
)
READ_CALLS = Phrase(
    "The lines at the end of each section are calls in Python that give its figures again, with all"
    " their rows and digits; each answer has to_frame().",
    "各节末尾的代码行可重新得到该节的数字及全部行与位数；每个答案均有表格形式。",
)
NOT_GIVEN = Phrase(
    "These answers were asked for and could not be given for this plan; each call says why.",
    "以下问题对本计划无法给出答案，运行该调用可知原因。",
)

TOO_LONG = Phrase(
    "These answers are left out here, because for so large a plan they take long.",
    "本计划规模较大，以下计算耗时较长，此处从略。",
)

# Descriptions of the pictures, for those who cannot see them
ALT_WATERFALL = Phrase(
    "Bars that lead from the base to {total} over it. {bars}",
    "由基准累加到超出基准 {total} 的柱形。{bars}",
)
ALT_TORNADO = Phrase(
    "Bars, largest first: how far each driver moves the P{at}; the table has the figures.",
    "按大小排列的条形图：各因素对 P{at} 的影响，数字见表。",
)
ALT_RESPONSES = Phrase(
    "Bars of the net benefit of each response, largest first. {bars}",
    "各应对净收益的条形图，按大小排列。{bars}",
)
ALT_FRONTIER = Phrase(
    "A rising line of {count} points of money spent and what it buys. {points}",
    "支出与效果的折线，共 {count} 个点。{points}",
)
ALT_SCENARIOS = Phrase(
    "A rising curve for each scenario. Changes at P{at}: {changes}",
    "每个情景一条上升曲线。P{at} 的变化：{changes}",
)
ALT_DRAWDOWN = Phrase(
    "Falling steps from the contingency to nothing. {first}; {last}",
    "由应急储备逐级降至零的阶梯线。{first}；{last}",
)
ALT_FUNDING = Phrase(
    "A rising band of what is spent up to each month; in the end, P{at}: {total}",
    "累计支出的上升区间；最终 P{at}：{total}",
)
ALT_MONTHS = Phrase(
    "A band of what is spent in each month; the month that needs most, P{at}: {peak}",
    "各月支出的区间；支出最多的月份 P{at}：{peak}",
)
ALT_NPV = Phrase(
    "Bars that show how often each net present value comes up; mean {mean}; below zero: {loss}",
    "净现值分布的柱状图；均值 {mean}；为负的概率 {loss}",
)
ALT_PATHS = Phrase(
    "Bars of how often each of {count} paths decides the finish, largest first: {shares}",
    "各路径决定完工频率的条形图，共 {count} 条，最大者：{shares}",
)
ALT_SLOPES = Phrase(
    "Two orders of the risks, joined by lines; the largest effects: {top}",
    "两种排序的连线图；影响最大者：{top}",
)
