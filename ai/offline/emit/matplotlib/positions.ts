import type { Module } from '../../file.ts'
import { block, call, keywords } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import { figureStatements, finish, positionFormat, styleHelper, textConstant, valueFormat } from '../axes.ts'
import {
  COLOR_CONSTANT,
  complete,
  groupsHelper,
  kinds,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
} from '../common.ts'
import type { Positions } from '../common.ts'
import { optionalLegend, parts } from './module.ts'

const MARKERS = ['o', 's', '^', 'D', 'v', 'P']
const DASHES = ['-', '--', ':', '-.']

/** One point per row, or a line through them. */
export function positions(plan: Positions): Module {
  const { roles } = plan
  const grouped = roles.color !== null
  const second = plan.type === 'scatter' ? listConstant('MARKERS', MARKERS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(plan.type !== 'scatter' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...figureStatements(plan),
    ...(plan.type === 'scatter' ? points(plan) : lines(plan)),
    ...optionalLegend(plan, roles.color),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    constants: [...(grouped ? [PALETTE_CONSTANT, second] : [COLOR_CONSTANT]), textConstant(plan)],
    helpers: [...(grouped ? [groupsHelper()] : []), styleHelper(plan, 'bottom')],
  }
}

function points(plan: Positions): readonly Statement[] {
  const { x, y } = plan.roles
  return perGroup(plan, (rows, looks) =>
    call('ax.scatter', [
      `${rows}[${x.name}]`,
      `${rows}[${y.name}]`,
      ...keywords({ s: '28', linewidths: '0', ...looks('marker', 'MARKERS'), alpha: 'alpha' }),
    ]),
  ).toSpliced(0, 0, `alpha = ${opacity(plan, 'frame')}`)
}

function lines(plan: Positions): readonly Statement[] {
  const { x, y } = plan.roles
  const stepped: Readonly<Record<string, Doc>> = plan.type === 'step' ? { drawstyle: '"steps-post"' } : {}
  const drawn = perGroup(plan, (rows, looks) =>
    call('ax.plot', [
      `${rows}[${x.name}]`,
      `${rows}[${y.name}]`,
      ...keywords({ linewidth: '1.6', ...stepped, ...looks('linestyle', 'DASHES') }),
    ]),
  )
  return [...drawn, 'ax.margins(x=0.01)']
}

type Looks = (channel: string, constant: string) => Readonly<Record<string, Doc>>

/** One drawing call for all rows, or the same call for each group with looks of its own. */
function perGroup({ roles }: Positions, draw: (rows: string, looks: Looks) => Doc): Statement[] {
  if (roles.color === null) return [draw('frame', () => ({ color: 'COLOR' }))]
  const looks: Looks = (channel, constant) => ({
    color: 'PALETTE[i % len(PALETTE)]',
    [channel]: `${constant}[i % len(${constant})]`,
    label: 'legend_name',
  })
  return [
    block(`for i, (legend_name, part) in enumerate(_groups(frame, ${roles.color.name}))`, [
      draw('part', looks),
    ]),
  ]
}
