import type { Module } from '../../file.ts'
import { block, call, dict, keywords, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import { figureStatements, finish, positionFormat, textConstant, valueFormat } from '../axes.ts'
import {
  asNames,
  COLOR_CONSTANT,
  complete,
  kinds,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
} from '../common.ts'
import type { Positions } from '../common.ts'
import { NUMBERED, optionalLegend, parts } from './module.ts'

const MARKERS = ['o', 's', '^', 'D', 'v', 'P']
const DASHES = '[(None, None), (4, 1.5), (1, 1), (4, 1, 1, 1)]'

/** One point per row, or a line through them. */
export function positions(plan: Positions): Module {
  const { roles } = plan
  const { color } = roles
  const second = plan.type === 'scatter' ? listConstant('MARKERS', MARKERS) : `DASHES = ${DASHES}`
  const colors = color?.required === true ? [] : [COLOR_CONSTANT]
  const body = [
    ...complete(roles, NUMBERED),
    ...figureStatements(plan),
    ...looks(plan),
    draw(plan),
    ...(plan.type !== 'scatter' ? ['ax.margins(x=0.01)'] : []),
    ...optionalLegend(plan, roles.color),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    standardImports: color === null ? [] : ['import itertools'],
    constants: [...colors, ...(color === null ? [] : [PALETTE_CONSTANT, second]), textConstant(plan)],
  }
}

/** `looks`: one colour, or the colour and the second channel of each group. */
function looks({ type, roles }: Positions): readonly Statement[] {
  const { color } = roles
  if (color === null) return []
  const [channel, constant] = type === 'scatter' ? ['markers', 'MARKERS'] : ['dashes', 'DASHES']
  const cycled = (name: string) => `dict(zip(names, itertools.cycle(${name})))`
  const grouped: Doc = dict([
    ['"hue"', 'names_by_row'],
    ['"style"', 'names_by_row'],
    ['"palette"', cycled('PALETTE')],
    [`"${channel}"`, cycled(constant)],
  ])
  const statements = (assign: string) => [
    `names_by_row = ${asNames(`frame[${color.name}]`)}`,
    'names = names_by_row.unique()',
    prefix(assign, grouped),
  ]
  if (color.required) return statements('looks = ')
  return [
    'looks: dict[str, object] = {"color": COLOR}',
    block(`if ${color.name} is not None`, statements('looks = ')),
  ]
}

function draw(plan: Positions): Doc {
  const { roles } = plan
  const stepped: Readonly<Record<string, Doc>> = plan.type === 'step' ? { drawstyle: '"steps-post"' } : {}
  const own =
    plan.type === 'scatter'
      ? { s: '28', linewidth: '0', alpha: opacity(plan, 'frame') }
      : { estimator: 'None', linewidth: '1.6', ...stepped }
  const named = keywords({ data: 'frame', x: roles.x.name, y: roles.y.name, ...own, ax: 'ax' })
  const last = roles.color === null ? 'color=COLOR' : '**looks'
  return call(plan.type === 'scatter' ? 'sns.scatterplot' : 'sns.lineplot', [...named, last])
}
