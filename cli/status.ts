import type { Command } from 'commander'

import type { Budget, Budgets } from '../domain/budget/budget.schema.ts'
import type { SandboxStatus } from '../domain/sandbox/sandbox.schema.ts'
import type { CliContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { columns, createPaint, dollars, duration } from './style.ts'
import type { Paint } from './style.ts'

/** Runs that the status counts at most. */
const LIMIT = 200

/** Adds `status`. */
export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command('status')
    .description('say whether the engine and its parts answer, what is open, and how executions end')
    .action(context.command(() => showStatus(context)))
}

async function showStatus(context: CliContext): Promise<ExitCode> {
  const { api, io } = context
  const [health, readiness] = await Promise.all([api.health(), api.readiness()])
  const isReady = readiness.status === 'ready'
  // Without a database nobody can be told who they are, so nothing below `/v1` answers reliably.
  const hasDatabase = readiness.checks['database']?.ok === true
  const [open, budgets, sandbox] = await Promise.all([
    hasDatabase ? openRuns(context) : null,
    hasDatabase ? api.budgets() : null,
    hasDatabase && readiness.checks['sandbox']?.ok ? api.sandbox() : null,
  ])
  const { version, home } = health
  const status = { url: api.url, version, home, ...readiness, openRuns: open, budgets, sandbox }
  context.print(status, () => {
    const paint = createPaint(io.hasColor)
    const { green, red } = paint
    const checks = Object.entries(readiness.checks).map(([name, check]) => [
      `  ${name}`,
      check.ok ? green('ok') : red(check.message),
      `${check.latencyMs} ms`,
    ])
    return [
      `${api.url}  pyplots ${version}  home ${home}  ${isReady ? green('ready') : red('not ready')}`,
      ...columns(checks),
      `  open runs: ${open === null ? 'unknown' : open.map(({ id, plotId }) => `${plotId} (${id})`).join(', ') || 'none'}`,
      ...(budgets === null ? [] : [`  spent today: ${spentText(budgets)}`]),
      ...(sandbox === null ? [] : sandboxLines(sandbox, paint)),
    ]
  })
  return isReady ? EXIT.done : EXIT.failed
}

/** What models cost today, with the providers that were used. */
function spentText({ day, providers }: Budgets): string {
  const part = ({ spentMicroUsd, reservedMicroUsd, capMicroUsd }: Budget) =>
    `${dollars(spentMicroUsd)} of ${dollars(capMicroUsd)}` +
    (reservedMicroUsd === 0 ? '' : `, ${dollars(reservedMicroUsd)} reserved`)
  const used = providers.filter(({ spentMicroUsd, reservedMicroUsd }) => spentMicroUsd + reservedMicroUsd > 0)
  return [part(day), ...used.map((provider) => `${provider.family} ${part(provider)}`)].join(' · ')
}

async function openRuns({ api }: CliContext) {
  const pages = await Promise.all([
    api.listRuns({ limit: LIMIT, status: 'queued' }),
    api.listRuns({ limit: LIMIT, status: 'running' }),
  ])
  return pages.flatMap(({ items }) => items).map(({ id, plotId, status }) => ({ id, plotId, status }))
}

/** What the sandbox says about itself, a line per subject. */
function sandboxLines(sandbox: SandboxStatus, { bold, dim, red, yellow }: Paint): readonly string[] {
  const { tier, landlock, cgroups, pythons, pools, zygotes, residentMb } = sandbox
  const kept = zygotes.kept.reduce((sum, zygote) => sum + zygote.residentMb, 0)
  const failures = `${zygotes.failures} failed`
  const slots = Object.entries(pools).map(
    ([pool, { slots: all, running, waiting }]) => `${pool} ${running} of ${all} running, ${waiting} waiting`,
  )
  const rows = [
    ['tier', tier === 'ns' ? 'ns' : yellow(tier)],
    ['Landlock', landlock === 0 ? red('absent') : `version ${landlock}`],
    ['cgroups', cgroups],
    ['Pythons', pythons.join(' ')],
    ['slots', slots.join(' · ')],
    ['executions', executionsText(sandbox)],
    [
      'zygotes',
      `${zygotes.kept.length} kept with ${kept} MB · ${zygotes.starts} started · ${zygotes.failures === 0 ? failures : red(failures)}`,
    ],
    ['daemon', `${residentMb} MB`],
  ]
  return [bold('sandbox'), ...columns(rows.map(([name = '', text = '']) => [`  ${dim(name)}`, text]))]
}

/** The most frequent outcome first. */
function executionsText({ executions, byOutcome, slotWait }: SandboxStatus): string {
  if (executions === 0) return 'none yet'
  const outcomes = Object.entries(byOutcome).sort(([, a], [, b]) => b - a)
  const ended = outcomes.map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'none ended'
  const waitMs = slotWait.sumMs / slotWait.count
  return `${executions} started · ${ended} · waited ${duration(waitMs)} for a slot on average`
}
