import { Logger } from '@aws-lambda-powertools/logger'

/** JSON lines. Used at the edge only: what is logged in between is logged twice. */
export const logger = new Logger({ serviceName: 'tenantry-api' })
