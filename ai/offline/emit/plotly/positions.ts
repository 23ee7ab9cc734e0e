import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import { asNames, COLOR_CONSTANT, complete, listConstant, opacity, PALETTE_CONSTANT } from '../common.ts'
import type { Colored, Positions } from '../common.ts'
import { COMMON, traces, parts } from './module.ts'

const SYMBOLS = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross']
const DASHES = ['solid', 'dash', 'dot', 'dashdot']

/** One point per row, or a line through them. */
export function positions(plan: Positions): Module {
  const { roles } = plan
  const second = plan.type === 'scatter' ? listConstant('SYMBOLS', SYMBOLS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(plan.type !== 'scatter' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...groupsAsText(plan),
    ...(plan.type === 'scatter' ? points(plan) : lines(plan)),
    '_style(fig)',
    'return fig',
  ]
  const constants = roles.color === null ? [COLOR_CONSTANT] : [PALETTE_CONSTANT, second]
  return { ...parts(plan, body), constants }
}

/** Numbers that name groups become text: plotly express gives numbers a colour scale. */
export function groupsAsText({ roles: { color } }: Colored): readonly Statement[] {
  if (color === null) return []
  const assigned = prefix(
    'frame = ',
    call('frame.assign', [`**{${color.name}: ${asNames(`frame[${color.name}]`)}}`]),
  )
  return color.required ? [assigned] : [block(`if ${color.name} is not None`, [assigned])]
}

function points(plan: Positions): readonly Statement[] {
  const { roles } = plan
  const own = {
    ...channels(plan, 'symbol', 'SYMBOLS'),
    opacity: opacity(plan, 'frame'),
    render_mode: '"svg"',
  }
  const drawn = call('px.scatter', [
    'frame',
    ...keywords({ x: roles.x.name, y: roles.y.name, ...own, ...COMMON }),
  ])
  return [prefix('fig = ', drawn), traces({ marker: options({ size: '7' }) })]
}

function lines(plan: Positions): readonly Statement[] {
  const { roles } = plan
  const stepped: Readonly<Record<string, Doc>> = plan.type === 'step' ? { line_shape: '"hv"' } : {}
  const own = { ...channels(plan, 'line_dash', 'DASHES'), ...stepped, render_mode: '"svg"' }
  const drawn = call('px.line', [
    'frame',
    ...keywords({ x: roles.x.name, y: roles.y.name, ...own, ...COMMON }),
  ])
  return [prefix('fig = ', drawn), traces({ line: options({ width: '2' }) })]
}

function channels(
  { roles: { color } }: Positions,
  channel: string,
  constant: string,
): Readonly<Record<string, Doc>> {
  if (color === null) return { color_discrete_sequence: '[COLOR]' }
  return {
    color: color.name,
    [channel]: color.name,
    color_discrete_sequence: 'PALETTE',
    [`${channel}_sequence`]: constant,
  }
}
