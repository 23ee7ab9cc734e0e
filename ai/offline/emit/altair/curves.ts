import type { Module } from '../../file.ts'
import { call, keywords, list, options, prefix, suffix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { asNames, COLOR_CONSTANT, complete, PALETTE_CONSTANT, whenGiven } from '../common.ts'
import { range, SHARE } from '../curves.ts'
import type { Curves } from '../curves.ts'
import { chartOf, label, numberPattern, parts, tip, titled } from './module.ts'

/** Where the values are dense, per group. */
export function density(plan: Plan<'density'>): Module {
  const transform = call('.transform_density', [
    '"value"',
    ...keywords({ as_: '["value", "density"]', groupby: 'groups' }),
    ...keywords({ extent: '[least - pad, most + pad]', steps: '200' }),
  ])
  const upright = call('alt.Y', ['"density:Q"', 'title="Density"'])
  return curves(plan, [
    ...range(plan),
    "# Gaussian kernels; Vega chooses their bandwidth by Scott's rule.",
    ...chart(plan, [transform, '.mark_line(strokeWidth=2, color=COLOR)'], {
      y: upright,
      tooltip: tip('"density:Q"', '"Density"'),
    }),
  ])
}

/** Which share of the rows is reached at each value, per group. */
export function ecdf(plan: Plan<'ecdf'>): Module {
  const transform = call('.transform_window', [
    ...keywords({ share: '"cume_dist()"', sort: '[alt.SortField("value")]', groupby: 'groups' }),
  ])
  const mark = '.mark_line(interpolate="step-after", strokeWidth=2, color=COLOR)'
  const upright = call('alt.Y', ['"share:Q"', titled(SHARE)])
  return curves(
    plan,
    chart(plan, [transform, mark], {
      y: suffix(upright, '.axis(format="%")'),
      tooltip: call('alt.Tooltip', ['"share:Q"', titled(SHARE), 'format=".1%"']),
    }),
  )
}

/** `chart`: the curves of `table`, coloured by group where there are groups. */
function chart(
  { roles: { value, color } }: Curves,
  mark: readonly Doc[],
  { y, tooltip }: { readonly y: Doc; readonly tooltip: Doc },
): readonly Statement[] {
  const named = label(color?.name ?? '')
  const colors = suffix(
    call('alt.Color', ['"color:N"', titled(named)]),
    '.scale(domain=names, range=PALETTE)',
  )
  return [
    numberPattern(value.name),
    'place = alt.X("value:Q").axis(format=pattern).scale(zero=False, nice=False)',
    chartOf(mark, {
      x: `place.title(${label(value.name)})`,
      y,
      tooltip: list([tip('"value:Q"', label(value.name)), tooltip]),
    }),
    ...whenGiven(color, [
      'names = list(table["color"].unique())',
      prefix('chart = ', call('chart.encode', keywords({ color: colors }))),
    ]),
    'return _style(chart)',
  ]
}

function curves(plan: Curves, body: readonly Statement[]): Module {
  const { value, color } = plan.roles
  const before = [
    ...complete(plan.roles),
    prefix('table = ', call('pd.DataFrame', [options({ value: `frame[${value.name}]` })])),
    'groups: list[str] = []',
    ...whenGiven(color, [`table["color"] = ${asNames(`frame[${color?.name}]`)}`, 'groups = ["color"]']),
  ]
  const constants = color === null ? [COLOR_CONSTANT] : [COLOR_CONSTANT, PALETTE_CONSTANT]
  return { ...parts(plan, [...before, ...body]), constants }
}
