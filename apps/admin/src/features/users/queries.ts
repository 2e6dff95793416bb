import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation } from '../../lib/graphql.ts'

const ListUsers = operation(`
  query ListUsers($type: String!) {
    adminUsers {
      listUsers(where: { type: $type }) {
        data { id type displayName email groups issuer createdOn lastLoginOn lastSeenOn disabled }
        error { ...Refusal }
      }
    }
  }
`)

const DisableUser = operation(`
  mutation DisableUser($id: ID!, $type: String!) {
    adminUsers {
      disableUser(id: $id, type: $type) {
        data { id }
        error { ...Refusal }
      }
    }
  }
`)

const EnableUser = operation(`
  mutation EnableUser($id: ID!, $type: String!) {
    adminUsers {
      enableUser(id: $id, type: $type) {
        data { id }
        error { ...Refusal }
      }
    }
  }
`)

const ReadmitUser = operation(`
  mutation ReadmitUser($id: ID!) {
    adminUsers {
      readmitUser(id: $id) {
        data { id }
        error { ...Refusal }
      }
    }
  }
`)

const SignOutEverywhere = operation(`
  mutation SignOutEverywhere($userId: ID!) {
    security {
      signOutEverywhere(userId: $userId) {
        data
        error { ...Refusal }
      }
    }
  }
`)

/** People, or the machines that Okta gives tokens to. */
export type UserType = 'admin' | 'service'

export const usersQuery = (api: Api, type: UserType) =>
  queryOptions({
    queryKey: ['users', type],
    queryFn: () => api.call(ListUsers, { type }, ({ adminUsers }) => adminUsers?.listUsers),
  })

export type User = Awaited<
  ReturnType<NonNullable<ReturnType<typeof usersQuery>['queryFn']>>
>[number]

export const disableUser = (api: Api, { id, type }: User) =>
  api.call(DisableUser, { id, type }, ({ adminUsers }) => adminUsers?.disableUser)

export const enableUser = (api: Api, { id, type }: User) =>
  api.call(EnableUser, { id, type }, ({ adminUsers }) => adminUsers?.enableUser)

export const readmitUser = (api: Api, { id }: User) =>
  api.call(ReadmitUser, { id }, ({ adminUsers }) => adminUsers?.readmitUser)

export const signOutEverywhere = (api: Api, { id }: User) =>
  api.call(SignOutEverywhere, { userId: id }, ({ security }) => security?.signOutEverywhere)
