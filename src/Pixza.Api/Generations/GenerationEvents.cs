using System.Globalization;
using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Generations;
using Pixza.Core.Ids;
using Pixza.Core.Storage;

namespace Pixza.Api.Generations;

/// <summary>
/// GET /api/v1/generate/{id}/events: server-sent events status, progress, output and done. An event's id grows with the generation's version, so
/// a client that comes back with Last-Event-ID hears what has changed since, and at least <c>done</c>.
/// </summary>
public sealed class GenerationEvents(GenerationService generations, GenerationJson json, OutputAddresses addresses, IHostApplicationLifetime lifetime) : IV1Endpoint
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
        {
            await ApiErrorWriter.WriteAsync(context, unknown);
            return;
        }

        var generation = RouteId.TryRead(context, PublicId.Generation, out var id)
            ? await generations.GetAsync(caller.AccountId, caller.LiveMode, id, context.RequestAborted)
            : null;
        if (generation is null)
        {
            await ApiErrorWriter.WriteAsync(context, ApiErrors.GenerationNotFound(RouteId.Text(context)));
            return;
        }

        var stream = new EventStream(context.Response, json, addresses);
        await stream.StartAsync();
        await FollowAsync(context, stream, generation, LastEventId(context.Request));
    }

    private async Task FollowAsync(HttpContext context, EventStream stream, Generation generation, long heard)
    {
        using var following = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        Generation? before = null;
        try
        {
            while (true)
            {
                if (generation.Version > heard || generation.IsFinal)
                    await stream.ChangedAsync(before, generation, following.Token);
                if (generation.IsFinal)
                    return;

                heard = Math.Max(heard, generation.Version);
                before = generation;
                var next = await generations.NextChangeAsync(generation.AccountId, generation.LiveMode, generation.Id, generation.Version, s_heartbeat, following.Token);
                if (next is null)
                    return;   // deleted: there is nothing more to say
                if (next.Version == generation.Version)
                    await stream.HeartbeatAsync(following.Token);
                generation = next;
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server stops: the client comes back with Last-Event-ID, to another node perhaps.
        }
    }

    private static long LastEventId(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? EventStream.VersionOf(id) : 0;
}
