import { BOX_OPACITY } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { boxNames, boxNumbers, categoryNames, complete, translucent } from '../common.ts'
import { COMMON, categoryAxis, traces, simple } from './module.ts'

/** One violin per category. */
export function violins(plan: Plan<'violin'>): Module {
  const { roles } = plan
  const { category, value } = roles
  const [x, y] = plan.horizontal ? [value.name, category.name] : [category.name, value.name]
  const sideways: Readonly<Record<string, Doc>> = plan.horizontal ? { orientation: '"h"' } : {}
  const own = { color_discrete_sequence: '[COLOR]', points: 'False', box: 'True' }
  const drawn = call('px.violin', ['frame', ...keywords({ x, y, ...sideways, ...own, ...COMMON })])
  const looks = {
    line: options({ color: 'COLOR', width: '1.5' }),
    fillcolor: literal(translucent(BOX_OPACITY)),
    spanmode: '"hard"',
    scalemode: '"width"',
    width: '0.8',
  }
  return simple(plan, [
    ...complete(roles),
    prefix('frame = ', call('frame.assign', [`**{${category.name}: ${categoryNames(plan, category.name)}}`])),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    prefix('fig = ', drawn),
    "# Gaussian kernels; plotly chooses their bandwidth by Silverman's rule.",
    traces(looks),
    '_style(fig)',
    categoryAxis(plan, { categoryorder: '"array"', categoryarray: 'names' }),
    'return fig',
  ])
}
