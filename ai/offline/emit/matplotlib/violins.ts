import { BOX_OPACITY } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { categoryTicks, figureStatements, finish, valueFormat } from '../axes.ts'
import { boxNames, boxNumbers, complete, label } from '../common.ts'
import { SCOTT } from '../curves.ts'
import { simple } from './module.ts'

/** One violin per category. */
export function violins(plan: Plan<'violin'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const titles = [label(roles.category.name), label(roles.value.name)] as const
  const looks = {
    ...(across ? { orientation: '"horizontal"' } : {}),
    widths: '0.8',
    points: '200',
    showextrema: 'False',
    showmedians: 'True',
  }
  const body = { facecolor: `(COLOR, ${BOX_OPACITY})`, edgecolor: 'COLOR', linewidth: '1.3', alpha: 'None' }
  return simple(plan, [
    ...complete(roles),
    boxNumbers(plan, roles),
    boxNames(plan, roles),
    ...figureStatements(plan),
    SCOTT,
    prefix(
      'drawn = ',
      call('ax.violinplot', ['[keyed.get_group(name) for name in names]', ...keywords(looks)]),
    ),
    block('for body in drawn["bodies"]', [call('body.set', keywords(body))]),
    call('drawn["cmedians"].set', keywords({ color: 'COLOR', linewidth: '2.4' })),
    `ax.set_${across ? 'y' : 'x'}ticks(range(1, len(names) + 1), names)`,
    ...(across ? ['ax.invert_yaxis()'] : []),
    valueFormat(across ? 'x' : 'y'),
    ...categoryTicks(plan),
    ...(across ? finish(titles[1], titles[0]) : finish(titles[0], titles[1])),
  ])
}
