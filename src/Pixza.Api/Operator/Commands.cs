using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Pixza.Core.Database.LocalCluster;
using Pixza.Core.Database;
using Pixza.Core.Models;

namespace Pixza.Api.Operator;

/// <summary>The host's command line: <c>serve</c>, which is meant when nothing is said, and the operator's commands.</summary>
public static class Commands
{
    /// <summary>All commands, in the order of the help.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        Serve.Verb, Migrate.Verb, AccountCreate.Verb, KeyCreate.Verb, KeyRevoke.Verb, KeyList.Verb, CreditsGrant.Verb, LedgerVerify.Verb, Models.Verb, Routes.Verb,
        Doctor.Verb,
    ];

    /// <returns>0, or 1 when it was refused or found something wrong, or 2 when it was written wrongly.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = Stop(PosixSignal.SIGINT, stop);
        using var terminate = Stop(PosixSignal.SIGTERM, stop);
        using var hangUp = Stop(PosixSignal.SIGHUP, stop);
        try
        {
            if (args is ["help", ..] or ["--help", ..] or ["-h", ..])
            {
                await output.WriteLineAsync(Help());
                return 0;
            }
            var (verb, rest) = Find(args);
            if (rest is ["--help"] or ["-h"])
            {
                await output.WriteLineAsync($"{verb.Usage}\n  {verb.Summary}");
                return 0;
            }
            return await verb.RunAsync(Arguments.Parse(verb, rest), output, stop.Token);
        }
        catch (UsageException wrong)
        {
            await errors.WriteLineAsync($"{wrong.Message}\n{(wrong.Verb is { } verb ? $"Usage: {verb.Usage}" : Help())}");
            return 2;
        }
        catch (Exception fault) when (stop.IsCancellationRequested && (fault is OperationCanceledException or LocalClusterException))
        {
            return 130;
        }
        catch (AggregateException several) when (several.InnerExceptions.All(IsTold))
        {
            foreach (var fault in several.InnerExceptions)
                await errors.WriteLineAsync(fault.Message);
            return 1;
        }
        catch (Exception fault) when (IsTold(fault))
        {
            await errors.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    /// <summary>What the operator can mend: told in its own sentence, without a stack trace.</summary>
    private static bool IsTold(Exception fault) => fault is RefusedException or LocalClusterException or MigrationException or OptionsValidationException
        or ModelCatalogueException or NpgsqlException;

    private static (Verb Verb, string[] Words) Find(string[] args)
    {
        if (args is [] || args[0].StartsWith('-'))
            return (Serve.Verb, args);
        foreach (var verb in All)
        {
            var words = verb.Name.Split(' ');
            if (args.Take(words.Length).SequenceEqual(words, StringComparer.Ordinal))
                return (verb, args[words.Length..]);
        }
        throw new UsageException($"There is no command \"{string.Join(' ', args.TakeWhile(word => !word.StartsWith('-')))}\".");
    }

    private static string Help() =>
        "Commands (each also takes --data DIR, and any setting as --Section:Name=value):\n"
        + string.Join('\n', All.Select(verb => $"  {verb.Usage}\n      {verb.Summary}"));

    private static PosixSignalRegistration Stop(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
