import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The public status of Microsoft 365. Source: https://status.cloud.microsoft/api/posts/{m365Consumer,mac,ppac} and
 * /api/feed/{mac,ppac}, and the retired https://status.office.com/api/..., recorded 2026-07 and 2026-08, undocumented;
 * authority: api. Quirks: `LastUpdatedTime` is the moment of the request; `InternalDateTime` in the year 1 stands for none;
 * while all is well a post says what the page is for; /api/posts without a name answers with the page itself.
 */
const Post = z.object({
  /** Null on the post about Azure, which is read elsewhere. */
  Id: z.string().nullish(),
  AuthoredDateTime: z.string(),
  LastUpdatedTime: z.string(),
  Title: z.string().nullish(),
  Message: z.string().nullish(),
  Status: z.string(),
})

/** A service for consumers. */
const ConsumerPost = Post.extend({ ServiceDisplayName: z.string(), ServiceWorkloadName: z.string().nullish() })
export type ConsumerPost = z.infer<typeof ConsumerPost>
export const ConsumerPosts = list(ConsumerPost)

/** An admin centre. */
export const CentrePost = Post.extend({ Id: z.string().min(1) })
export type CentrePost = z.infer<typeof CentrePost>

export const Legacy = z.object({
  Title: z.string(),
  IsAllUp: z.boolean(),
  LastRefreshed: z.string().nullish(),
  Services: list(z.object({ Id: z.string().min(1), Name: z.string(), IsUp: z.boolean(), Messages: z.unknown() })),
})
