import type { Share } from '../../domain/review/golden.ts'
import type { KindSummary, PartSummary, Summary } from './summary.ts'

/** A summary as a document for people. */
export function reportOf(summary: Summary): string {
  const sections = [
    heading(summary),
    results(summary),
    kindTable(summary.kinds),
    criteria(summary),
    notMeasurable(summary),
    parts('Libraries', summary.libraries),
    parts('Chart types', summary.types),
    alarms(summary),
    missed(summary),
    dropped(summary),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function heading({ judge, seed, half, clean, twins }: Summary): string {
  return [
    `# Golden set: ${judge}`,
    '',
    `${clean} clean charts and ${twins} twins with one known defect each, made by the rules of the ${half} half from seed`,
    `\`${seed}\`. Truth is by construction: a twin is a clean chart after one rule changed its code. Clean charts are the`,
    'first attempts of the offline author, none left out. Intervals are 95 % (Wilson).',
    `Repeat it with \`make golden SEED=${seed} HALF=${half} CLEAN=${clean}\`.`,
  ].join('\n')
}

function results(summary: Summary): string {
  const { recall, belowBar, separation, notMeasured, silent, retest, meanMs, microUsd } = summary
  return table(
    ['measure', 'value', 'goal'],
    [
      ['recall on measurable defects', shown(recall), '≥ 95 %'],
      ['clean charts below the bar', shown(belowBar), '≤ 5 %'],
      [
        'separation of clean and defective by score (AUC)',
        separation === null ? '–' : separation.toFixed(3),
        '≥ 0.95',
      ],
      ['twins whose defect was not measured', String(notMeasured), ''],
      ['charts without an opinion', String(silent), ''],
      ['deviation of a second look', retest === null ? '–' : retest.toFixed(1), ''],
      ['mean time to judge a chart', `${meanMs.toFixed(0)} ms`, ''],
      ['cost', `${(microUsd / 1e6).toFixed(2)} US$`, ''],
    ],
  )
}

function kindTable(kinds: readonly KindSummary[]): string {
  const rows = kinds.map(({ kind, criterion, twins, recall, notMeasured, refused }) => [
    kind,
    criterion,
    String(twins),
    shown(recall),
    String(notMeasured),
    `${refused} of ${twins}`,
  ])
  return section(
    'Defects',
    table(['defect', 'criterion', 'twins', 'found', 'not measured', 'not approved'], rows),
  )
}

function criteria({ criteria: all }: Summary): string {
  const rows = all.map(({ criterion, recall, alarms, calibration, weight }) => [
    criterion,
    shown(recall),
    shown(alarms),
    calibration === null ? '–' : calibration.bias.toFixed(1),
    calibration?.slope === null || calibration === null ? '–' : calibration.slope.toFixed(2),
    weight.toFixed(2),
  ])
  const header = ['criterion', 'found', 'a level off clean charts', 'bias', 'slope', 'weight']
  const unfit = all.filter(({ weight }) => weight === 0).map(({ criterion }) => criterion)
  const note =
    unfit.length === 0
      ? 'Its word counts on all of them.'
      : `Its word should not count on ${unfit.join(', ')}: a model that is asked for them has them as \`unfit\` in \`ai/models.yaml\`.`
  const truth =
    'Bias and slope compare points with the truth: 100 for clean charts, 50 for those with the defect.'
  return section('Calibration', `${table(header, rows)}\n\n${truth} ${note}`)
}

function notMeasurable({ kinds, unmeasured }: Summary): string {
  const judged = kinds.flatMap(({ kind, twins, unmeasurable }) =>
    unmeasurable === null ? [] : [`- ${kind} (${twins} twins): ${unmeasurable}.`],
  )
  const groups = counted(
    unmeasured.map(({ kind, rule, library, type }) => `${kind}, ${rule}: ${library}, ${type}`),
  )
  const made = groups.map(({ name, count }) => `- ${name} (${count})`)
  return [
    '## Not measurable',
    '',
    'No check is made for these; they take judgement, and the recall above leaves them out:',
    '',
    ...judged,
    ...(made.length === 0 ? [] : ['', 'A check is made, and could not be applied to:', '', ...made]),
  ].join('\n')
}

function parts(title: string, summaries: readonly PartSummary[]): string {
  const rows = summaries.map(({ name, recall, belowBar }) => [name, shown(recall), shown(belowBar)])
  return section(title, table(['', 'found', 'clean below the bar'], rows))
}

function alarms({ alarms: all, clean }: Summary): string {
  const rows = all.map(({ check, charts }) => [check, `${charts} of ${clean}`])
  return section(
    'Checks that fail on clean charts',
    rows.length === 0 ? 'None.' : table(['check', 'charts'], rows),
  )
}

function missed({ missed: all }: Summary): string {
  const rows = all.map(({ kind, rule, library, chart, score }) => [kind, rule, library, chart, String(score)])
  const text = rows.length === 0 ? 'None.' : table(['defect', 'rule', 'library', 'chart', 'score'], rows)
  return section('Missed', text)
}

function dropped({ dropped: all }: Summary): string {
  if (all.length === 0) return ''
  const groups = counted(all.map(({ kind, rule, library, why }) => `${kind}, ${rule}, ${library}: ${why}`))
  const lines = groups.map(({ name, count }) => `- ${name.replaceAll(/\s+/g, ' ')} (${count})`)
  return section(
    'Left out',
    [
      'Charts that hid what a rule did to them; another one was taken where there was one:',
      '',
      ...lines,
    ].join('\n'),
  )
}

function section(title: string, text: string): string {
  return `## ${title}\n\n${text}`
}

function counted(names: readonly string[]): readonly { readonly name: string; readonly count: number }[] {
  return [...new Set(names)]
    .sort()
    .map((name) => ({ name, count: names.filter((each) => each === name).length }))
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function shown({ count, of, share, low, high }: Share): string {
  if (share === null) return '–'
  return `${percent(share)} (${count} of ${of}; ${percent(low)} to ${percent(high)})`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
