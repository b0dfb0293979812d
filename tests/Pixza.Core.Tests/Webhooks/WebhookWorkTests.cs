using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pixza.Core.Generations;
using Pixza.Core.Webhooks;
using Pixza.Testing;
using static Pixza.Testing.GenerationWorld;

namespace Pixza.Core.Tests.Webhooks;

public sealed class WebhookWorkTests
{
    [Fact]
    public async Task The_end_of_a_run_is_told_signed_and_the_body_is_the_generation()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account) with { WebhookUrl = receiver.Address });
        await world.UntilAsync("select count(*) = 1 from webhooks.deliveries where status = 'delivered'");

        var message = Assert.Single(receiver.Messages);
        using var body = JsonDocument.Parse(message.Body);
        Assert.Equal(("completed", Core.Ids.PublicId.Format("gen", generation.Id)), (body.RootElement.GetProperty("status").GetString(), body.RootElement.GetProperty("id").GetString()));
        Assert.Equal("generation.completed", message.Headers["pixza-event"]);
        Assert.True(StandardWebhook.Verify(
            message.Headers["webhook-id"]!, message.Headers["webhook-timestamp"]!, message.Headers["webhook-signature"]!, message.Body, [new byte[24]], DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_failed_attempt_is_written_down_and_due_again_on_the_schedule_with_the_same_id_and_body()
    {
        await using var receiver = await Receiver.StartAsync(500);
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(10);

        await world.RunAsync(Wish(account) with { WebhookUrl = receiver.Address });
        await world.UntilAsync("select count(*) = 1 from webhooks.deliveries where attempts = 1 and last_status = 500 and status = 'pending' and due_at between now() + '3 s' and now() + '6 s'");
        receiver.Status = 204;
        await world.UntilAsync("select count(*) = 1 from webhooks.deliveries where status = 'delivered' and attempts = 2");

        Assert.Equal(2, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(message => message.Headers["webhook-id"].ToString()).Distinct());
        Assert.Single(receiver.Messages.Select(message => Convert.ToHexString(message.Body)).Distinct());
    }

    [Fact]
    public async Task An_address_that_is_gone_is_left_alone()
    {
        await using var receiver = await Receiver.StartAsync(410);
        await using var world = await CreateAsync(new ScriptedProvider());
        var account = await world.AccountAsync(10);

        await world.RunAsync(Wish(account) with { WebhookUrl = receiver.Address });
        await world.UntilAsync("select count(*) = 1 from webhooks.deliveries where status = 'failed'");

        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task A_failed_and_a_cancelled_run_are_told_as_well()
    {
        await using var receiver = await Receiver.StartAsync();
        var vendor = new ScriptedProvider().OnSubmit(new Core.Providers.ProviderResult.Failed(Core.Providers.FailureKind.Failed, "No."));
        await using var world = await CreateAsync(vendor);
        var account = await world.AccountAsync(10);

        var generation = await world.RunAsync(Wish(account) with { WebhookUrl = receiver.Address });
        await world.UntilAsync("select count(*) = 1 from webhooks.deliveries where status = 'delivered'");

        Assert.Equal(GenerationStatus.Failed, generation.Status);
        Assert.Equal("generation.failed", Assert.Single(receiver.Messages).Headers["pixza-event"]);
    }

    /// <summary>A customer's server, which keeps what it is told.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Receiver(WebApplication app) => this.app = app;

        public int Status { get; set; } = 200;

        public ConcurrentQueue<(IHeaderDictionary Headers, byte[] Body)> Messages { get; } = new();

        public string Address => $"{app.Urls.First()}/hook";

        public static async Task<Receiver> StartAsync(int status = 200)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var receiver = new Receiver(builder.Build()) { Status = status };
            receiver.app.MapPost("/hook", async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                receiver.Messages.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray()));
                return Results.StatusCode(receiver.Status);
            });
            await receiver.app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
