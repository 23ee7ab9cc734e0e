import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { groupedValues, intervalTable, LONG, STEM_CONSTANT } from '../amounts.ts'
import { barValues, COLOR_CONSTANT, complete, PALETTE_CONSTANT } from '../common.ts'
import { categoryAxis, colored, labelsOf, LABELED, traces } from './module.ts'

/** One point per category; the line from zero is an error bar as long as the value. */
export function lollipops(plan: Plan<'lollipop'>): Module {
  const axis = plan.horizontal ? 'x' : 'y'
  const stem = options({
    type: '"data"',
    array: '-table["value"].clip(upper=0)',
    arrayminus: 'table["value"].clip(lower=0)',
    color: 'STEM',
    thickness: '2',
    width: '0',
  })
  return colored(
    plan,
    [COLOR_CONSTANT, STEM_CONSTANT],
    [
      ...complete(plan.roles),
      ...barValues(plan, plan.roles),
      'table = bars.rename_axis("category").reset_index(name="value")',
      ...figure(plan, { color_discrete_sequence: '[COLOR]' }),
      traces({ marker: options({ size: '11', opacity: '1' }), [`error_${axis}`]: stem }),
      '_style(fig)',
      categoryAxis(plan, ordered('table["category"]')),
      call(`fig.update_${axis}axes`, keywords({ rangemode: '"tozero"' })),
      'return fig',
    ],
  )
}

/** One point per category with its interval. */
export function errorBars(plan: Plan<'error-bar'>): Module {
  const axis = plan.horizontal ? 'x' : 'y'
  const bar = options({
    type: '"data"',
    array: 'table["high"] - table["value"]',
    arrayminus: 'table["value"] - table["low"]',
    thickness: '2',
    width: '6',
  })
  return colored(
    plan,
    [COLOR_CONSTANT],
    [
      ...complete(plan.roles),
      ...intervalTable(plan),
      'table = table.reset_index()',
      ...figure(plan, { color_discrete_sequence: '[COLOR]' }),
      traces({ marker: options({ size: '10' }), [`error_${axis}`]: bar }),
      '_style(fig)',
      categoryAxis(plan, ordered('table["category"]')),
      'return fig',
    ],
  )
}

/** The groups of each category as points, joined by a line. */
export function dumbbells(plan: Plan<'dumbbell'>): Module {
  const places = { numbers: 'ends.to_numpy().ravel()', names: 'np.repeat(ends.index, 3)' }
  const [x, y] = plan.horizontal ? [places.numbers, places.names] : [places.names, places.numbers]
  const line = { mode: '"lines"', line: options({ color: 'STEM', width: '2' }) }
  const body = [
    ...complete(plan.roles),
    ...groupedValues(plan),
    LONG,
    ...figure(plan, {
      color: '"color"',
      category_orders: '{"color": groups}',
      color_discrete_sequence: 'PALETTE',
    }),
    traces({ marker: options({ size: '11' }) }),
    '# One line with a gap after each category; it lies below the points.',
    'ends = bars.groupby(level=0, sort=False).agg(["min", "max"]).assign(gap=None)',
    call('fig.add_scatter', keywords({ x, y, ...line, hoverinfo: '"skip"', showlegend: 'False' })),
    'fig.data = (fig.data[-1], *fig.data[:-1])',
    '_style(fig)',
    categoryAxis(plan, ordered('names')),
    'return fig',
  ]
  const module = colored(plan, [PALETTE_CONSTANT, STEM_CONSTANT], body)
  return { ...module, imports: ['import numpy as np', ...module.imports] }
}

function figure(
  plan: Plan<'lollipop' | 'error-bar' | 'dumbbell'>,
  own: Readonly<Record<string, Doc>>,
): readonly Statement[] {
  const [x, y] = plan.horizontal ? ['"value"', '"category"'] : ['"category"', '"value"']
  return [
    labelsOf(plan.roles),
    prefix('fig = ', call('px.scatter', ['table', ...keywords({ x, y, ...own, ...LABELED })])),
  ]
}

function ordered(names: string): Readonly<Record<string, Doc>> {
  return { categoryorder: '"array"', categoryarray: names }
}
