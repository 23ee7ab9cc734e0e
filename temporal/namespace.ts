import type { Connection } from '@temporalio/client'

import { SEARCH_ATTRIBUTES } from './messages.ts'

/** `INDEXED_VALUE_TYPE_KEYWORD` of the service's protocol. */
const KEYWORD = 2

/** Makes the custom search attributes known to the namespace; where they are known already nothing changes. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  const known = await connection.operatorService.listSearchAttributes({ namespace })
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => !(name in (known.customAttributes ?? {})))
  if (missing.length === 0) return
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]))
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
}

/** Name of the Worker Deployment that holds every version of the Workflows. */
export const DEPLOYMENT = 'pyplots'

/** Routes Workflows to this build: new ones start on it and open ones move to it. Its worker must poll already. */
export async function makeBuildCurrent(
  connection: Connection,
  namespace: string,
  buildId: string,
): Promise<void> {
  await connection.workflowService.setWorkerDeploymentCurrentVersion({
    namespace,
    deploymentName: DEPLOYMENT,
    buildId,
    ignoreMissingTaskQueues: true,
  })
}
