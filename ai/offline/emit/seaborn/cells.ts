import type { Module } from '../../file.ts'
import { call, keywords } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, plainTicks, styleHelper, textConstant } from '../axes.ts'
import { colorScaleLooks } from '../axes-shaded.ts'
import { dayCells, namedTable, wideCells, weekGrid, WEEKDAYS_CONSTANT } from '../cells.ts'
import { complete, label } from '../common.ts'
import { SHADES_CONSTANT } from '../shades.ts'
import { parts } from './module.ts'

/** One cell per pair of names. */
export function heatmap(plan: Plan<'heatmap'>): Module {
  const { roles } = plan
  return shaded(plan, [
    ...complete(roles),
    ...namedTable(plan),
    ...wideCells(plan),
    ...figureStatements(plan),
    drawn('cells', { xticklabels: 'True', yticklabels: 'True' }),
    'ax.tick_params(rotation=0)',
    ...plainTicks(plan),
    'scale = ax.collections[0].colorbar',
    ...colorScaleLooks(label(roles.shade.name)),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ])
}

/** One cell per day, a column per week. */
export function calendar(plan: Plan<'calendar-heatmap'>): Module {
  const { roles } = plan
  const module = shaded(plan, [
    ...complete(roles),
    ...dayCells(plan),
    ...weekGrid(),
    ...figureStatements(plan),
    drawn('grid', { xticklabels: 'False', yticklabels: 'WEEKDAYS' }),
    '# A month is named below the first week that ends in it.',
    'ends = weeks + pd.Timedelta(days=6)',
    'pattern = "%b" if len(weeks) < 60 else "%b %Y"',
    'firsts = [i for i, end in enumerate(ends) if end.day <= 7]',
    'shown = firsts[:: 1 + len(firsts) // 13]',
    'ax.set_xticks([i + 0.5 for i in shown], [f"{ends[i]:{pattern}}" for i in shown])',
    'ax.tick_params(rotation=0)',
    'scale = ax.collections[0].colorbar',
    ...colorScaleLooks(label(roles.shade.name)),
    ...finish(label(roles.x.name), '"Day of the week"'),
  ])
  return { ...module, constants: [...module.constants, WEEKDAYS_CONSTANT] }
}

function drawn(data: string, labels: Readonly<Record<string, Doc>>): Doc {
  const looks = {
    cmap: 'SHADES',
    linewidths: '1',
    linecolor: '"white"',
    cbar_kws: '{"pad": 0.02, "aspect": 24}',
  }
  return call('sns.heatmap', [data, ...keywords({ ...looks, ...labels, ax: 'ax' })])
}

function shaded(plan: Plan, body: readonly Statement[]): Module {
  return {
    ...parts(plan, body, false),
    constants: [SHADES_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, null)],
  }
}
