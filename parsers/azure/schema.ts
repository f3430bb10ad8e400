import { z } from 'zod'

/**
 * What status.cloud.microsoft says of Azure. Source: https://status.cloud.microsoft/api/posts/azure, recorded 2026-08,
 * undocumented; authority: api. Quirks: while all is well there is no post: `Id` and `Title` are null, and both times are the
 * moment of the request.
 */
export const Post = z.object({ AuthoredDateTime: z.string(), Title: z.string().nullish(), Message: z.string(), Status: z.string() })
