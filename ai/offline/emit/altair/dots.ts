import type { Module } from '../../file.ts'
import { call, chain, keywords, list, prefix, suffix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { groupedValues, intervalTable, LONG, STEM_CONSTANT } from '../amounts.ts'
import { barValues, COLOR_CONSTANT, complete, PALETTE_CONSTANT } from '../common.ts'
import { groupColor, label, layered, layersOf, tip, titled } from './module.ts'

type Dots = Plan<'lollipop' | 'error-bar' | 'dumbbell'>

/** One point per category, at the end of a line from zero. */
export function lollipops(plan: Plan<'lollipop'>): Module {
  const length = plan.horizontal ? 'x' : 'y'
  return layered(
    plan,
    [COLOR_CONSTANT, STEM_CONSTANT],
    [
      ...complete(plan.roles),
      ...barValues(plan, plan.roles),
      'table = bars.rename_axis("category").reset_index(name="value")',
      'names = list(bars.index)',
      place(plan),
      stems(plan, { [length]: value(plan, 'value'), [`${length}2`]: 'alt.datum(0)' }),
      points(plan, { [length]: value(plan, 'value'), tooltip: tips(plan) }),
      layersOf(['lines', 'dots']),
      'return _style(chart)',
    ],
  )
}

/** One point per category with its interval. */
export function errorBars(plan: Plan<'error-bar'>): Module {
  const length = plan.horizontal ? 'x' : 'y'
  const looks = keywords({
    color: 'COLOR',
    thickness: '2',
    ticks: '{"color": COLOR, "thickness": 2, "size": 12}',
  })
  const ends = { [length]: value(plan, 'low', '.scale(zero=False)'), [`${length}2`]: '"high:Q"' }
  const bars = layerOf(plan, call('.mark_errorbar', looks), ends)
  const shown = { [length]: value(plan, 'value', '.scale(zero=False)'), tooltip: tips(plan) }
  return layered(
    plan,
    [COLOR_CONSTANT],
    [
      ...complete(plan.roles),
      ...intervalTable(plan),
      'table = table.reset_index()',
      'names = list(table["category"])',
      place(plan),
      prefix('lines = ', bars),
      points(plan, shown),
      layersOf(['lines', 'dots']),
      'return _style(chart)',
    ],
  )
}

/** The groups of each category as points, joined by a line. */
export function dumbbells(plan: Plan<'dumbbell'>): Module {
  const length = plan.horizontal ? 'x' : 'y'
  const numbers = titled(label(plan.roles.value.name))
  const low = call(`alt.${length.toUpperCase()}`, ['"min(value):Q"', numbers])
  return layered(
    plan,
    [PALETTE_CONSTANT, STEM_CONSTANT],
    [
      ...complete(plan.roles),
      ...groupedValues(plan),
      LONG,
      place(plan),
      stems(plan, { [length]: suffix(low, '.scale(zero=False)'), [`${length}2`]: '"max(value):Q"' }),
      points(plan, {
        [length]: value(plan, 'value', '.scale(zero=False)'),
        color: groupColor(plan.roles.color),
        tooltip: tips(plan),
      }),
      layersOf(['lines', 'dots']),
      'return _style(chart)',
    ],
  )
}

/** One layer of the chart; `place` is the category, which all layers share. */
function layerOf(plan: Dots, mark: Doc, encoding: Readonly<Record<string, Doc>>): Doc {
  const shared = { [plan.horizontal ? 'y' : 'x']: 'place', ...encoding }
  return chain(['alt.Chart(table)', mark, call('.encode', keywords(shared))])
}

function place(plan: Dots): Statement {
  const title = titled(label(plan.roles.category.name))
  return prefix('place = ', call(`alt.${plan.horizontal ? 'Y' : 'X'}`, ['"category:N"', title, 'sort=names']))
}

function stems(plan: Dots, encoding: Readonly<Record<string, Doc>>): Statement {
  return prefix('lines = ', layerOf(plan, '.mark_rule(color=STEM, strokeWidth=2)', encoding))
}

function points(plan: Dots, encoding: Readonly<Record<string, Doc>>): Statement {
  const looks = { filled: 'True', size: '110', opacity: '1' }
  const own: Readonly<Record<string, Doc>> = plan.type === 'dumbbell' ? {} : { color: 'COLOR' }
  return prefix('dots = ', layerOf(plan, call('.mark_point', keywords({ ...looks, ...own })), encoding))
}

function value(plan: Dots, field: string, scale = ''): Doc {
  const channel = call(`alt.${plan.horizontal ? 'X' : 'Y'}`, [
    `"${field}:Q"`,
    titled(label(plan.roles.value.name)),
  ])
  return suffix(channel, scale)
}

function tips(plan: Dots): Doc {
  const { category, value: number } = plan.roles
  const group = plan.type === 'dumbbell' ? [tip('"color:N"', label(plan.roles.color.name))] : []
  return list([tip('"category:N"', label(category.name)), ...group, tip('"value:Q"', label(number.name))])
}
