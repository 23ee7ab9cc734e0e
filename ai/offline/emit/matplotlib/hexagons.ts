import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, numericTicks, styleHelper, textConstant, valueFormat } from '../axes.ts'
import { colorScale } from '../axes-shaded.ts'
import { complete, label } from '../common.ts'
import { COUNT, gridConstants, OUTLINE } from '../hexagons.ts'
import { SHADES_CONSTANT } from '../shades.ts'
import { parts } from './module.ts'

/** Counts in hexagons. */
export function hexagons(plan: Plan<'hexbin'>): Module {
  const { x, y } = plan.roles
  const looks = {
    gridsize: '(COLUMNS, ROWS)',
    mincnt: '1',
    cmap: 'SHADES',
    edgecolors: OUTLINE.color,
    linewidths: OUTLINE.width,
  }
  const body = [
    ...complete(plan.roles),
    ...figureStatements(plan),
    prefix('tiles = ', call('ax.hexbin', [`frame[${x.name}]`, `frame[${y.name}]`, ...keywords(looks)])),
    ...colorScale('tiles', COUNT),
    ...numericTicks(x.name),
    valueFormat('y'),
    ...finish(label(x.name), label(y.name)),
  ]
  return {
    ...parts(plan, body, false),
    constants: [...gridConstants(plan), SHADES_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, null)],
  }
}
