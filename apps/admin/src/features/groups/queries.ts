import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation, type VariablesOf } from '../../lib/graphql.ts'

const ListGroups = operation(`
  query ListGroups {
    security {
      listGroups {
        data { id name slug description permissions system createdOn version }
        error { ...Refusal }
      }
    }
  }
`)

const CreateGroup = operation(`
  mutation CreateGroup($data: SecurityGroupCreateInput!) {
    security {
      createGroup(data: $data) {
        data { id name }
        error { ...Refusal }
      }
    }
  }
`)

const UpdateGroup = operation(`
  mutation UpdateGroup($id: ID!, $data: SecurityGroupUpdateInput!, $ifVersion: Int!) {
    security {
      updateGroup(id: $id, data: $data, ifVersion: $ifVersion) {
        data { id name }
        error { ...Refusal }
      }
    }
  }
`)

const DeleteGroup = operation(`
  mutation DeleteGroup($id: ID!) {
    security {
      deleteGroup(id: $id) {
        data
        error { ...Refusal }
      }
    }
  }
`)

export type CreateGroupInput = VariablesOf<typeof CreateGroup>['data']
export type UpdateGroupInput = VariablesOf<typeof UpdateGroup>['data']

export const groupsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['groups'],
    queryFn: () => api.call(ListGroups, {}, ({ security }) => security?.listGroups),
  })

export type SecurityGroup = Awaited<
  ReturnType<NonNullable<ReturnType<typeof groupsQuery>['queryFn']>>
>[number]

export const createGroup = (api: Api, data: CreateGroupInput) =>
  api.call(CreateGroup, { data }, ({ security }) => security?.createGroup)

/** Fails with `CONFLICT` if somebody else saved the group since `ifVersion` was read. */
export const updateGroup = (
  api: Api,
  { id, data, ifVersion }: { id: string; data: UpdateGroupInput; ifVersion: number },
) => api.call(UpdateGroup, { id, data, ifVersion }, ({ security }) => security?.updateGroup)

export const deleteGroup = (api: Api, id: string) =>
  api.call(DeleteGroup, { id }, ({ security }) => security?.deleteGroup)
