import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { axisTitles, groupedValues, intervalTable, STEM_CONSTANT, titlesOf, WIDE } from '../amounts.ts'
import { barValues, COLOR_CONSTANT, complete, label, PALETTE_CONSTANT } from '../common.ts'
import { categoryEnd, colored, legend, makeFigure, numberTip } from './module.ts'

type Dots = Plan<'lollipop' | 'error-bar' | 'dumbbell'>

/** One point per category, at the end of a line from zero. */
export function lollipops(plan: Plan<'lollipop'>): Module {
  const [names, numbers] = titlesOf(plan.roles)
  const body = [
    ...complete(plan.roles),
    ...barValues(plan, plan.roles),
    'names = list(bars.index)',
    'source = ColumnDataSource({"category": names, "value": bars})',
    'reach = (min(0, 1.05 * bars.min()), max(0, 1.05 * bars.max()))',
    figure(plan),
    stems(plan, '0', '"value"'),
    dots(plan, { color: 'COLOR' }),
    ...categoryEnd(plan, names, [numberTip(numbers, 'value')]),
  ]
  return colored(plan, { constants: [COLOR_CONSTANT, STEM_CONSTANT], body })
}

/** One point per category with its interval. */
export function errorBars(plan: Plan<'error-bar'>): Module {
  const [names, numbers] = titlesOf(plan.roles)
  const whisker = {
    base: '"category"',
    lower: '"low"',
    upper: '"high"',
    ...(plan.horizontal ? { dimension: '"width"' } : {}),
    source: 'source',
    line_color: 'COLOR',
    line_width: '2',
    upper_head: 'head',
    lower_head: 'head',
  }
  const body = [
    ...complete(plan.roles),
    ...intervalTable(plan),
    'names = list(dict.fromkeys(table.index))',
    'source = ColumnDataSource(table)',
    'room = 0.08 * (table["high"].max() - table["low"].min())',
    'reach = (table["low"].min() - room, table["high"].max() + room)',
    figure(plan),
    'head = TeeHead(size=12, line_color=COLOR, line_width=2)',
    call('fig.add_layout', [call('Whisker', keywords(whisker))]),
    dots(plan, { color: 'COLOR' }),
    ...categoryEnd(plan, names, [
      numberTip(numbers, 'value'),
      numberTip('"From"', 'low'),
      numberTip('"To"', 'high'),
    ]),
  ]
  return colored(plan, { constants: [COLOR_CONSTANT], body, models: ['TeeHead', 'Whisker'] })
}

/** The groups of each category as points, joined by a line. */
export function dumbbells(plan: Plan<'dumbbell'>): Module {
  const [names, numbers] = titlesOf(plan.roles)
  const ends = options({ category: 'names', low: 'table.min(axis=1)', high: 'table.max(axis=1)' })
  const columns = options({
    category: 'names',
    group: '[entry] * len(names)',
    value: 'table[entry]',
  })
  const body = [
    ...complete(plan.roles),
    ...groupedValues(plan),
    WIDE,
    'room = 0.06 * (bars.max() - bars.min())',
    'reach = (bars.min() - room, bars.max() + room)',
    figure(plan),
    prefix('source = ', call('ColumnDataSource', [ends])),
    stems(plan, '"low"', '"high"'),
    'layers = []',
    block('for i, entry in enumerate(groups)', [
      prefix('source = ', call('ColumnDataSource', [columns])),
      prefix('glyphs = ', dots(plan, { color: 'PALETTE[i % len(PALETTE)]' })),
      'layers.append((entry, [glyphs]))',
    ]),
    ...legend(plan, plan.roles.color),
    ...categoryEnd(plan, names, [`(${label(plan.roles.color.name)}, "@group")`, numberTip(numbers, 'value')]),
  ]
  return colored(plan, { constants: [PALETTE_CONSTANT, STEM_CONSTANT], body })
}

function figure(plan: Dots): Doc {
  const [names, numbers] = titlesOf(plan.roles)
  return makeFigure(axisTitles(plan, names, numbers), {
    x_range: plan.horizontal ? 'reach' : 'names',
    y_range: plan.horizontal ? 'names[::-1]' : 'reach',
  })
}

function stems({ horizontal }: Dots, from: string, to: string): Statement {
  const [along, across] = horizontal ? ['y', 'x'] : ['x', 'y']
  return call(
    'fig.segment',
    keywords({
      [`${along}0`]: '"category"',
      [`${across}0`]: from,
      [`${along}1`]: '"category"',
      [`${across}1`]: to,
      source: 'source',
      line_color: 'STEM',
      line_width: '2',
    }),
  )
}

function dots({ horizontal }: Dots, looks: Readonly<Record<string, Doc>>): Doc {
  const [x, y] = horizontal ? ['"value"', '"category"'] : ['"category"', '"value"']
  return call('fig.scatter', [x, y, ...keywords({ source: 'source', size: '11', ...looks })])
}
