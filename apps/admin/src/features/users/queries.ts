import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation } from '../../lib/graphql.ts'

const ListUsers = operation(`
  query ListUsers {
    adminUsers {
      listUsers {
        data { id type displayName email groups createdOn lastLoginOn }
        error { ...Refusal }
      }
    }
  }
`)

export const usersQuery = (api: Api) =>
  queryOptions({
    queryKey: ['users'],
    queryFn: () => api.call(ListUsers, {}, ({ adminUsers }) => adminUsers?.listUsers),
  })

export type User = Awaited<
  ReturnType<NonNullable<ReturnType<typeof usersQuery>['queryFn']>>
>[number]
