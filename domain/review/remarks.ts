import { JUDGED_REMARK_BELOW } from './limits.ts'
import { JudgedCriterion } from './opinion.schema.ts'
import type { Opinion, ProblemKind } from './opinion.schema.ts'
import { confirmedProblems, countedOpinions, judgesOf, panelScores } from './panel.ts'
import type { Panel } from './panel.ts'
import type { Criterion, Finding } from './review.schema.ts'

/** What the name of a finding starts with that comes from models instead of a check. It carries no points. */
export const JUDGED_PREFIX = 'judged-'

/** Longest message of a finding, as its schema has it. */
const MESSAGE_MAX = 300

/** The criterion that a confirmed problem belongs to. */
const PROBLEM_CRITERION: Readonly<Record<ProblemKind, Criterion>> = {
  wrong_chart_type: 'spec_compliance',
  wrong_data: 'spec_compliance',
  misleading: 'user_experience',
  unreadable: 'legibility',
}

/**
 * What the panel objects to, as findings for the author: the criteria it scores low with the strictest judge's reason,
 * and the problems that two families see. Neither scores nor the names of judges are in them.
 */
export function remarksOf(panel: Panel): readonly Finding[] {
  const scores = panelScores(panel)
  const low = JudgedCriterion.options.flatMap((criterion) => {
    const score = scores[criterion]
    if (score === null || score >= JUDGED_REMARK_BELOW) return []
    return [
      remark(criterion, criterion, {
        message: strictest(panel, criterion).evidence[criterion],
        loss: 1 - score / 100,
      }),
    ]
  })
  const confirmed = confirmedProblems(panel).flatMap((kind) =>
    countedOpinions(panel)
      .flatMap(({ problems }) => problems.filter((problem) => problem.kind === kind))
      .slice(0, 1)
      .map(({ evidence }) => remark(kind, PROBLEM_CRITERION[kind], { message: evidence, loss: 1 })),
  )
  return [...confirmed, ...low]
}

function strictest(panel: Panel, criterion: JudgedCriterion): Opinion {
  return judgesOf(panel, criterion).reduce((worst, opinion) =>
    opinion.scores[criterion] < worst.scores[criterion] ? opinion : worst,
  )
}

function remark(name: string, criterion: Criterion, said: Pick<Finding, 'message' | 'loss'>): Finding {
  const check = `${JUDGED_PREFIX}${name.replaceAll('_', '-')}`
  return {
    check,
    criterion,
    status: 'failed',
    veto: false,
    loss: said.loss,
    message: said.message.slice(0, MESSAGE_MAX),
  }
}
