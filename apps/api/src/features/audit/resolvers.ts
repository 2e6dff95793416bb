import { listEvents } from '@tenantry/security'
import { z } from 'zod'
import { respond } from '../../respond.ts'

export const resolvers = {
  Query: { audit: () => ({}) },
  AuditQuery: {
    listEvents: respond(z.unknown(), (scope, wanted) => listEvents(scope, wanted)),
  },
}
