import { factsOf, isOutcome, pictureRender } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import type { MeasureInput } from '../measure.schema.ts'
import { panelCharts } from '../panel-charts.ts'
import type { PanelChart } from '../panel-charts.ts'

/** A check of one chart that is made in each panel as if it were the whole figure. */
export function inEachPanel(check: Check): Check {
  return {
    ...check,
    measure: (input) => {
      const facts = factsOf(input)
      if (isOutcome(facts)) return check.measure(input)
      return worstOf(panelCharts(input, facts), (chart) => check.measure(only(input, chart)))
    },
  }
}

/** The worst of what is said of several panels, with the name of its panel. */
export function worstOf(
  charts: readonly PanelChart[],
  measure: (chart: PanelChart) => Outcome | null,
): Outcome | null {
  const outcomes = charts.map((chart) => within(chart, measure(chart)))
  return outcomes.reduce((worst, next) => (badness(next) > badness(worst) ? next : worst), null)
}

/** What a check is given of one panel. */
function only(input: MeasureInput, { name, spec, data, facts }: PanelChart): MeasureInput {
  const render = pictureRender(input)
  if (name === null || render === null) return input
  return { ...input, spec, data, renders: [{ ...render, facts }] }
}

function within({ name }: PanelChart, outcome: Outcome | null): Outcome | null {
  if (name === null || outcome?.status !== 'failed') return outcome
  return { ...outcome, message: `In the panel ${name}: ${outcome.message}` }
}

/** Higher is worse: that a check does not apply, that it passed, could not be made, or failed, and how badly. */
function badness(outcome: Outcome | null): number {
  if (outcome === null) return -1
  if (outcome.status === 'passed') return 0
  if (outcome.status === 'not_measured') return 1
  return 2 + outcome.loss + (outcome.severe ? 1 : 0)
}
