import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import { listCalls, readBudgets } from '../db/queries/budget-view.ts'
import { Budgets, ModelCalls } from '../domain/budget/budget.schema.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onValidated } from './errors.ts'
import { problems } from './problem.ts'
import { json } from './respond.ts'
import { existing } from './verdict.ts'

const budgets = createRoute({
  method: 'get',
  path: '/v1/budgets',
  summary: "Show today's budgets and those of the open runs",
  responses: {
    200: json(Budgets, 'What may be spent, is spent and is reserved, in micro-dollars'),
    ...problems(),
  },
})

const calls = createRoute({
  method: 'get',
  path: '/v1/runs/{id}/calls',
  summary: 'List the model calls of a run with what they cost',
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: json(ModelCalls, 'All calls, oldest first'), ...problems(404, 422) },
})

/** The routes that tell what models cost. */
export function budgetRoutes({ db, caps }: ApiDeps) {
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated })
    .openapi(budgets, async (c) =>
      c.json(await readBudgets(db, new Date().toISOString().slice(0, 10), caps), 200),
    )
    .openapi(calls, async (c) => {
      const { id } = await existing(db, c.req.valid('param').id)
      return c.json({ items: [...(await listCalls(db, id))] }, 200)
    })
}
