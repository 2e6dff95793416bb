import type { Api } from '../../lib/api.ts'
import { operation, type VariablesOf } from '../../lib/graphql.ts'

const CreateTenant = operation(`
  mutation CreateTenant($data: CreateTenantInput!) {
    tenancy {
      createTenant(data: $data) {
        data { id name }
        error { ...Refusal }
      }
    }
  }
`)

const UpdateTenant = operation(`
  mutation UpdateTenant($id: ID!, $data: UpdateTenantInput!, $ifVersion: Int!) {
    tenancy {
      updateTenant(id: $id, data: $data, ifVersion: $ifVersion) {
        data { id name }
        error { ...Refusal }
      }
    }
  }
`)

const DisableTenant = operation(`
  mutation DisableTenant($id: ID!) {
    tenancy {
      disableTenant(id: $id) {
        data { id }
        error { ...Refusal }
      }
    }
  }
`)

const EnableTenant = operation(`
  mutation EnableTenant($id: ID!) {
    tenancy {
      enableTenant(id: $id) {
        data { id }
        error { ...Refusal }
      }
    }
  }
`)

const DeleteTenant = operation(`
  mutation DeleteTenant($id: ID!) {
    tenancy {
      deleteTenant(id: $id) {
        data
        error { ...Refusal }
      }
    }
  }
`)

export type CreateTenantInput = VariablesOf<typeof CreateTenant>['data']
export type UpdateTenantInput = VariablesOf<typeof UpdateTenant>['data']

export const createTenant = (api: Api, data: CreateTenantInput) =>
  api.call(CreateTenant, { data }, ({ tenancy }) => tenancy?.createTenant)

/** Fails with `CONFLICT` if somebody else saved the tenant since `ifVersion` was read. */
export const updateTenant = (
  api: Api,
  { id, data, ifVersion }: { id: string; data: UpdateTenantInput; ifVersion: number },
) => api.call(UpdateTenant, { id, data, ifVersion }, ({ tenancy }) => tenancy?.updateTenant)

export const disableTenant = (api: Api, id: string) =>
  api.call(DisableTenant, { id }, ({ tenancy }) => tenancy?.disableTenant)

export const enableTenant = (api: Api, id: string) =>
  api.call(EnableTenant, { id }, ({ tenancy }) => tenancy?.enableTenant)

export const deleteTenant = (api: Api, id: string) =>
  api.call(DeleteTenant, { id }, ({ tenancy }) => tenancy?.deleteTenant)
